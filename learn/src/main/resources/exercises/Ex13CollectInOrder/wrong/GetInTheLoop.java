package processpool.example3.exercises;

import java.util.ArrayList;
import java.util.List;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** Exercise 13, wrong: waits for each task before it submits the next. */
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
    List<String> results = new ArrayList<>();
    for (Integer argument : arguments) {
      results.add(pool.applyAsync(task, argument).get());
    }
    return results;
  }
}
