package processpool.example3.exercises;

import java.util.List;
import java.util.function.Consumer;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/**
 * Exercise 14: collect as they finish.
 *
 * <p>Hand over each result as soon as it is there, whichever task made it: nobody who is done has
 * to wait for a slow one. Task 0 of the test ends only after the result of task 1 has been handed
 * over. The pool has an iterator for this.
 *
 * <p>练习 14：谁先完成，就先交出谁的结果。
 *
 * <p>任何任务一有结果就立刻交出去，不等还没完成的任务。测试里的任务 0 要等任务 1 的结果交出去之后才会结束。进程池有一个迭代器可以做到。
 */
public final class Ex14AsTheyFinish {
  private Ex14AsTheyFinish() {}

  /**
   * Hands over the results, and comes back when all are. 交出结果，全部交出之后返回。
   *
   * @param pool serves the tasks / 处理任务的进程池
   * @param task what to call / 要调用的任务
   * @param arguments one for each call / 每次调用一个参数
   * @param take is to get each result once / 每个结果交给它一次
   * @throws Exception if you need it / 需要时可以抛出
   */
  static void each(
      ProcessPool pool,
      SerializableFunction<Integer, String> task,
      List<Integer> arguments,
      Consumer<String> take)
      throws Exception {
    throw new UnsupportedOperationException("exercise Ex14AsTheyFinish: not done yet");
  }
}
