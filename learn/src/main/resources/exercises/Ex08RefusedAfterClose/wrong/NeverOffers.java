package processpool.example2.exercises;

import processpool.ProcessPool;
import processpool.SerializableRunnable;

/** Exercise 8, wrong: looks into the pool instead of asking it. */
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
    return !pool.workerPids().isEmpty();
  }
}
