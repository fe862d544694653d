package processpool.example3.exercises;

import java.util.ArrayList;
import java.util.List;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** Exercise 13, wrong: the tasks add to the workers' copies of the list. */
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
    List<String> results = new ArrayList<>();
    for (Integer argument : arguments) {
      pool.runAsync(n -> results.add(task.apply(n)), argument);
    }
    pool.close();
    pool.join();
    return results;
  }
}
