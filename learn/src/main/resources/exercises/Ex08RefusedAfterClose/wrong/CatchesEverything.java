package processpool.example2.exercises;

import processpool.ProcessPool;
import processpool.SerializableRunnable;

/** Exercise 8, wrong: takes every exception for a closed pool. */
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
    try {
      pool.runAsync(task);
      return true;
    } catch (RuntimeException closed) {
      return false;
    }
  }
}
