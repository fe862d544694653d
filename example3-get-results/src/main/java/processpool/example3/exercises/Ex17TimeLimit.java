package processpool.example3.exercises;

import java.time.Duration;
import processpool.AsyncResult;

/**
 * Exercise 17: a time limit, and cancel.
 *
 * <p>Wait for a result, but no longer than the limit; after that, return the substitute instead.
 * Giving up does not stop the task: it keeps its worker from serving others. So cancel it as well,
 * in a way that also ends a task that is already running.
 *
 * <p>练习 17：时限与取消。
 *
 * <p>请等待结果，但不超过时限；超时就返回替代值。不再等待，并不会让任务停下：它还占着工作进程，别的任务用不上。所以还要取消它，而且要能结束正在运行的任务。
 */
public final class Ex17TimeLimit {
  private Ex17TimeLimit() {}

  /**
   * Waits, within limits. 限时等待。
   *
   * @param result of a task that may or may not end / 某个任务的结果，这个任务不一定会结束
   * @param limit how long to wait at most / 最多等多久
   * @param substitute what to return when the time is up / 超时返回的替代值
   * @return the task's result, or the substitute / 任务的结果，或者替代值
   * @throws Exception if you need it / 需要时可以抛出
   */
  static String getOrElse(AsyncResult<String> result, Duration limit, String substitute)
      throws Exception {
    throw new UnsupportedOperationException("exercise Ex17TimeLimit: not done yet");
  }
}
