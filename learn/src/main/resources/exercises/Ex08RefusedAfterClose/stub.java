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
 * <p>进程池关闭后会用 IllegalStateException 拒绝新任务。请把它变成一个回答： 向进程池提交一个任务，返回它是否被接受。只有“进程池已关闭”是正常的回答；
 * 其他异常都是调用者的错误，必须原样抛出。
 */
public final class Ex08RefusedAfterClose {
  private Ex08RefusedAfterClose() {}

  /**
   * Offers a task and does not wait for it.
   *
   * @param pool may be open or not
   * @param task what to run
   * @return true when the pool took it, false when the pool is closed
   */
  static boolean offer(ProcessPool pool, SerializableRunnable task) {
    throw new UnsupportedOperationException("exercise Ex08RefusedAfterClose: not done yet");
  }
}
