package processpool.example3.exercises;

import java.util.List;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/**
 * Exercise 13: collect in order.
 *
 * <p>Call the task with each argument, in the pool's workers, and return the results in the order
 * of the arguments, whoever finishes first. All tasks have to be on their way before you wait for
 * the first result: task 0 of the test ends only after all others.
 *
 * <p>练习 13：按顺序收集结果。
 *
 * <p>在进程池的工作进程里对每个参数调用任务，不管谁先完成，都按参数的顺序返回结果。 在等待第一个结果之前，所有任务都必须已经提交：测试里的任务 0 要等其他任务都完成后才结束。
 */
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
    throw new UnsupportedOperationException("exercise Ex13CollectInOrder: not done yet");
  }
}
