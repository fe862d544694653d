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
 * <p>等待结果，但不超过时限；超时就改为返回替代值。 放弃等待并不会让任务停下：它仍然占着工作进程，别的任务用不上。 所以还要取消它，而且要用能结束正在运行的任务的方式。
 */
public final class Ex17TimeLimit {
  private Ex17TimeLimit() {}

  /**
   * Waits, within limits.
   *
   * @param result of a task that may or may not end
   * @param limit how long to wait at most
   * @param substitute what to return when the time is up
   * @return the task's result, or the substitute
   * @throws Exception if you need it
   */
  static String getOrElse(AsyncResult<String> result, Duration limit, String substitute)
      throws Exception {
    throw new UnsupportedOperationException("exercise Ex17TimeLimit: not done yet");
  }
}
