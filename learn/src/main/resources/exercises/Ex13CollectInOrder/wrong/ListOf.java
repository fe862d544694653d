package processpool.example3.exercises;

import java.util.List;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** Exercise 13, wrong: a list that cannot grow. */
public final class Ex13CollectInOrder {
  private Ex13CollectInOrder() {}

  /**
   * Collects. 收集结果。
   *
   * @param pool serves the tasks / 处理任务的进程池
   * @param task what to call / 要调用的任务
   * @param arguments one for each call / 每次调用一个参数
   * @return the results, in the order of the arguments / 按参数顺序排列的结果
   * @throws Exception if you need it / 需要时可以抛出
   */
  static List<String> collect(
      ProcessPool pool, SerializableFunction<Integer, String> task, List<Integer> arguments)
      throws Exception {
    List<String> results = List.of();
    for (Integer argument : arguments) {
      results.add(pool.applyAsync(task, argument).get());
    }
    return results;
  }
}
