package processpool.example3.exercises;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** Exercise 16, wrong: loses the results after the failure. */
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
    List<AsyncResult<String>> pending = new ArrayList<>();
    for (Integer order : orders) {
      pending.add(pool.applyAsync(task, order));
    }
    List<String> outcomes = new ArrayList<>();
    try {
      for (AsyncResult<String> result : pending) {
        outcomes.add(result.get());
      }
    } catch (ExecutionException e) {
      outcomes.add("failed: " + e.getCause().getMessage());
    }
    return outcomes;
  }
}
