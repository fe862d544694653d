package processpool.example2.exercises;

import processpool.ProcessPool;
import processpool.SerializableRunnable;

/**
 * Exercise 8: no new work after close.
 *
 * <p>A closed pool refuses new tasks with an IllegalStateException. Turn that into an answer: offer
 * a task to a pool, and tell whether it took it. Only the closed pool is an ordinary answer; any
 * other exception is a mistake of the caller's and must come out as it is.
 *
 * <p>练习 8：close 之后不再接受任务。
 *
 * <p>进程池关闭之后，再提交任务会抛出 IllegalStateException。 请把它变成返回值：向进程池提交一个任务，返回进程池是否接受。
 * 只有“进程池已关闭”属于正常情况；其他异常都是调用者的错误，必须原样抛出。
 */
public final class Ex08RefusedAfterClose {
  private Ex08RefusedAfterClose() {}

  /**
   * Offers a task and does not wait for it. 提交一个任务，不等它完成。
   *
   * @param pool may be open or not / 可能已经关闭
   * @param task what to run / 要执行的任务
   * @return true when the pool took it, false when the pool is closed / 进程池接受了就返回 true，已关闭则返回 false
   */
  static boolean offer(ProcessPool pool, SerializableRunnable task) {
    throw new UnsupportedOperationException("exercise Ex08RefusedAfterClose: not done yet");
  }
}
