package processpool.example3.exercises;

import java.util.List;
import java.util.concurrent.ExecutionException;
import processpool.ProcessPool;

/** Exercise 18, wrong: an argument that cannot be serialized. */
public final class Ex18Travel {
  private Ex18Travel() {}

  /** Belongs to this process; leave it as it is. */
  static final class Basket {
    private final Thread owner = Thread.currentThread();
    private final List<Integer> prices;

    Basket(List<Integer> prices) {
      this.prices = List.copyOf(prices);
    }

    List<Integer> prices() {
      return prices;
    }

    @Override
    public String toString() {
      return prices + " of " + owner.getName();
    }
  }

  /**
   * Adds up; complete.
   *
   * @param prices what to add
   * @return the sum and the process that computed it
   */
  static String add(List<Integer> prices) {
    int sum = 0;
    for (int price : prices) {
      sum += price;
    }
    return sum + " by " + ProcessHandle.current().pid();
  }

  /**
   * Computes a receipt in a worker.
   *
   * @param pool whose worker is to do it
   * @param basket what was bought
   * @return what {@link #add} returned there
   * @throws InterruptedException when this thread is interrupted
   * @throws ExecutionException when the task fails
   */
  static String receipt(ProcessPool pool, Basket basket)
      throws InterruptedException, ExecutionException {
    return pool.apply(b -> add(b.prices()), basket);
  }
}
