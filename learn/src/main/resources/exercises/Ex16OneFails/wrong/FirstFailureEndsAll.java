package processpool.example3.exercises;

import java.util.List;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** Exercise 16, wrong: map throws the first failure. */
public final class Ex16OneFails {
  private Ex16OneFails() {}

  /**
   * Collects what became of each order.
   *
   * @param pool serves the tasks
   * @param task what to call
   * @param orders one for each call
   * @return a result, or "failed: " and a message, for each, in their order
   * @throws Exception if you need it
   */
  static List<String> outcomes(
      ProcessPool pool, SerializableFunction<Integer, String> task, List<Integer> orders)
      throws Exception {
    return pool.map(task, orders);
  }
}
