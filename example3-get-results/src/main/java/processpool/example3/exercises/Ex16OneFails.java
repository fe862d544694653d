package processpool.example3.exercises;

import java.util.List;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/**
 * Exercise 16: a failing task among good ones.
 *
 * <p>A task that throws fails alone. Call the task with each order and return what became of each:
 * its result, or {@code failed: } and the message of the exception that the task itself threw.
 * {@code get()} throws an ExecutionException; the task's own exception is its cause.
 *
 * <p>练习 16：一个任务失败，其余照常。
 *
 * <p>任务抛出异常，失败的只有它自己。 请用每个订单各调用一次任务，返回每个订单的结果：要么是任务的返回值，要么是 {@code failed: } 加上任务自己抛出的异常的消息。 {@code
 * get()} 抛出的是 ExecutionException，任务自己的异常是它的 cause。
 */
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
    throw new UnsupportedOperationException("exercise Ex16OneFails: not done yet");
  }
}
