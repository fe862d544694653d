package processpool.example3.exercises;

import java.util.ArrayList;
import java.util.List;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/**
 * Exercise 13, solved. The first loop submits, the second waits. The order of the list is the order
 * of the arguments, whoever finishes first.
 *
 * <p>练习 13 的参考答案。第一个循环只提交，第二个循环才等待。列表的顺序就是参数的顺序，与谁先完成无关。
 */
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
