package processpool.example2.exercises;

import java.time.Duration;
import processpool.ProcessPool;

/** Exercise 9, wrong: gives up waiting, and leaves the workers running. */
public final class Ex09JoinWithLimit {
  private Ex09JoinWithLimit() {}

  /**
   * Ends a pool, one way or the other.
   *
   * @param pool still open
   * @param limit how long its tasks may still take
   * @return whether all were done in time
   * @throws InterruptedException when this thread is interrupted
   */
  static boolean finishWithin(ProcessPool pool, Duration limit) throws InterruptedException {
    pool.close();
    return pool.join(limit);
  }
}
