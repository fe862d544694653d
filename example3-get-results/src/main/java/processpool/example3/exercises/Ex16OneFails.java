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
 * <p>任务抛出异常，只有它自己失败。请对每个订单调用任务，返回各自的结局： 要么是结果，要么是 {@code failed: } 加上任务自己抛出的异常的消息。 {@code get()}
 * 会抛出 ExecutionException；任务自己的异常是它的 cause。
 */
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
    throw new UnsupportedOperationException("exercise Ex16OneFails: not done yet");
  }
}
