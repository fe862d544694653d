package processpool.docs;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.ExecutionException;
import processpool.ProcessPool;

/** What someone who comes from Python will meet first. */
public class FromPython {
  // region data
  /** Travels, because it says so and all it holds travels too. */
  record Order(String item, int pieces) implements Serializable {}

  /** Does not: it never says so. */
  record Secret(String word) {}

  static int length(Secret secret) {
    return secret.word().length();
  }

  static int total(List<Order> orders) {
    return orders.stream().mapToInt(Order::pieces).sum();
  }

  // endregion

  // region global
  static int calls;

  static int count() {
    return ++calls;
  }

  // endregion

  public static void main(String[] args) throws ExecutionException, InterruptedException {
    ProcessPool pool = new ProcessPool(1);

    // region travel
    int pieces = pool.apply(FromPython::total, List.of(new Order("pen", 2), new Order("ink", 1)));
    System.out.println("pieces: " + pieces);
    // endregion

    // region lambda
    int factor = 10;
    System.out.println("lambda: " + pool.map(x -> x * factor, List.of(1, 2, 3)));
    // endregion

    // region globals
    pool.apply(FromPython::count);
    System.out.println("calls in the worker: " + pool.apply(FromPython::count));
    System.out.println("calls here: " + calls);
    // endregion

    // region refused
    try {
      pool.apply(FromPython::length, new Secret("x"));
    } catch (IllegalArgumentException e) {
      System.out.println(e.getMessage());
    }
    // endregion
  }
}
