package processpool.example3.exercises;

import java.util.List;
import java.util.function.Consumer;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** Exercise 14, wrong: waits for all before it hands over any. */
public final class Ex14AsTheyFinish {
  private Ex14AsTheyFinish() {}

  /**
   * Hands over the results, and comes back when all are.
   *
   * @param pool serves the tasks
   * @param task what to call
   * @param arguments one for each call
   * @param take is to get each result once
   * @throws Exception if you need it
   */
  static void each(
      ProcessPool pool,
      SerializableFunction<Integer, String> task,
      List<Integer> arguments,
      Consumer<String> take)
      throws Exception {
    pool.map(task, arguments).forEach(take);
  }
}
