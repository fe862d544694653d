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
 * <p>练习 14：谁先完成先收谁。
 *
 * <p>任何任务一有结果就立刻交出去：已完成的不必等慢的。 测试里的任务 0 要等任务 1 的结果被交出去之后才结束。进程池有一个迭代器可以做到。
 */
public final class Ex14AsTheyFinish {
  private Ex14AsTheyFinish() {}

  /**
   * Hands over the results, and comes back when all are.
   *
   * @param pool serves the tasks
   * @param task what to call
   * @param arguments one for each call
   * @param take is to get each result once
   * @throws Exception if you need it
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
