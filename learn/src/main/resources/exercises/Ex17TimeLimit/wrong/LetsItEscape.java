package processpool.example3.exercises;

import java.time.Duration;
import processpool.AsyncResult;

/** Exercise 17, wrong: does not catch the TimeoutException. */
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
    return result.get(limit);
  }
}
