package processpool.example3.exercises;

import java.util.List;
import java.util.function.Consumer;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** Exercise 14, wrong: all tasks in one chunk, so that one worker runs them all. */
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
    pool.imapUnordered(task, arguments, arguments.size()).forEachRemaining(take);
  }
}
