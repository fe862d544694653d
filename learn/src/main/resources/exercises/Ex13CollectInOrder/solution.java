package processpool.example3.exercises;

import java.util.ArrayList;
import java.util.List;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** Exercise 13, solved. */
public final class Ex13CollectInOrder {
  private Ex13CollectInOrder() {}

  /**
   * Collects.
   *
   * @param pool serves the tasks
   * @param task what to call
   * @param arguments one for each call
   * @return the results, in the order of the arguments
   * @throws Exception if you need it
   */
  static List<String> collect(
      ProcessPool pool, SerializableFunction<Integer, String> task, List<Integer> arguments)
      throws Exception {
    List<AsyncResult<String>> pending = new ArrayList<>();
    for (Integer argument : arguments) {
      pending.add(pool.applyAsync(task, argument));
    }
    List<String> results = new ArrayList<>();
    for (AsyncResult<String> result : pending) {
      results.add(result.get());
    }
    return results;
  }
}
