package processpool.example3.exercises;

import java.util.List;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/**
 * Exercise 13: collect in order.
 *
 * <p>Call the task with each argument, in the pool's workers, and return the results in the order
 * of the arguments, whoever finishes first. Submit all tasks before you wait for the first result:
 * task 0 of the test ends only after all others.
 *
 * <p>练习 13：按顺序收集结果。
 *
 * <p>请在进程池的工作进程里，用每个参数各调用一次任务，并按参数的顺序返回结果，与谁先完成无关。 先提交所有任务，再等第一个结果：测试里的任务 0 要等其他任务都完成之后才会结束。
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
    throw new UnsupportedOperationException("exercise Ex13CollectInOrder: not done yet");
  }
}
