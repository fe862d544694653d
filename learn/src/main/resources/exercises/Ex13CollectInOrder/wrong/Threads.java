package processpool.example3.exercises;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** Exercise 13, wrong: a thread pool. */
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
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<String>> pending = new ArrayList<>();
    for (Integer argument : arguments) {
      pending.add(threads.submit(() -> task.apply(argument)));
    }
    List<String> results = new ArrayList<>();
    for (Future<String> result : pending) {
      results.add(result.get());
    }
    threads.shutdown();
    return results;
  }
}
