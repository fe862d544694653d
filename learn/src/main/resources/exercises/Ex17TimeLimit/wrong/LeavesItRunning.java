package processpool.example3.exercises;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import processpool.AsyncResult;

/** Exercise 17, wrong: gives up, but the task keeps its worker. */
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
    try {
      return result.get(limit);
    } catch (TimeoutException e) {
      return substitute;
    }
  }
}
