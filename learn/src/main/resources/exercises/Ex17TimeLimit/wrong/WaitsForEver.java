package processpool.example3.exercises;

import java.time.Duration;
import processpool.AsyncResult;

/** Exercise 17, wrong: get without a limit. */
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
    return result.get();
  }
}
