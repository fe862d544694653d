package processpool.example3.exercises;

import java.util.ArrayList;
import java.util.List;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** Exercise 16, wrong: get does not throw the task's own exception. */
public final class Ex16OneFails {
  private Ex16OneFails() {}

  /**
   * Collects what became of each order. 收集每个订单的结果。
   *
   * @param pool serves the tasks / 处理任务的进程池
   * @param task what to call / 要调用的任务
   * @param orders one for each call / 每次调用一个订单
   * @return a result, or "failed: " and a message, for each, in their order / 按订单的顺序，各是返回值，或者
   *     "failed: " 加上消息
   * @throws Exception if you need it / 需要时可以抛出
   */
  static List<String> outcomes(
      ProcessPool pool, SerializableFunction<Integer, String> task, List<Integer> orders)
      throws Exception {
    List<AsyncResult<String>> pending = new ArrayList<>();
    for (Integer order : orders) {
      pending.add(pool.applyAsync(task, order));
    }
    List<String> outcomes = new ArrayList<>();
    for (AsyncResult<String> r : pending) {
      try {
        outcomes.add(r.get());
      } catch (IllegalArgumentException e) {
        outcomes.add("failed: " + e.getMessage());
      }
    }
    return outcomes;
  }
}
