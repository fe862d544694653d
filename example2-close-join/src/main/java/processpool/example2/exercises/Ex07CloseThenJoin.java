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
 * <p>把任务以 0、1……count - 1 为参数提交，等全部处理完、进程池的工作进程都离开之后再返回： 不能提前返回，也不要猜需要多长时间。两个调用就够了，而且先后顺序很重要。
 */
public final class Ex07CloseThenJoin {
  private Ex07CloseThenJoin() {}

  /**
   * Submits, and waits for the end.
   *
   * @param pool serves these tasks and is not used again afterwards
   * @param task to be called with 0, 1, … count - 1
   * @param count how many
   * @throws Exception if you need it
   */
  static void serveAndWait(ProcessPool pool, SerializableConsumer<Integer> task, int count)
      throws Exception {
    throw new UnsupportedOperationException("exercise Ex07CloseThenJoin: not done yet");
  }
}
