package processpool.example2.exercises;

import processpool.ProcessPool;
import processpool.SerializableConsumer;

/**
 * Exercise 7: close, then join.
 *
 * <p>Submit the task with 0, 1, … count - 1, and come back when all are served and the pool's
 * workers have left: neither sooner nor by guessing how long it takes. Two calls do it, and their
 * order matters.
 *
 * <p>练习 7：先 close，再 join。
 *
 * <p>请以 0、1……count - 1 为参数提交任务，等任务全部完成、工作进程全部退出之后再返回：不能提前返回，也不要靠猜时间。只需要两个调用，先后顺序很重要。
 */
public final class Ex07CloseThenJoin {
  private Ex07CloseThenJoin() {}

  /**
   * Submits, and waits for the end. 提交任务，等到全部结束。
   *
   * @param pool serves these tasks and is not used again afterwards / 处理这些任务，之后不再使用
   * @param task to be called with 0, 1, … count - 1 / 任务，参数依次为 0、1……count - 1
   * @param count how many / 任务数
   * @throws Exception if you need it / 需要时可以抛出
   */
  static void serveAndWait(ProcessPool pool, SerializableConsumer<Integer> task, int count)
      throws Exception {
    throw new UnsupportedOperationException("exercise Ex07CloseThenJoin: not done yet");
  }
}
