package processpool.schedule;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;

/**
 * Runs short things later: time limits, back-off, the end of a worker's patience. One daemon thread
 * for all pools, gone when nothing is due for a while. What it runs must not block.
 */
public final class Timer {
  private static final long KEEP_SECONDS = 5;

  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private Timer() {}

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "processpool-timer");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true); // what is cancelled must not keep its pool in memory
    timer.setKeepAliveTime(KEEP_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }

  private static void guarded(Runnable task) {
    Room.await();
    try {
      Room.insist(task);
    } catch (Throwable unexpected) {
      Log.error("something the pool does later failed", unexpected);
    }
  }

  /**
   * Runs something later. Does not fail: where no thread can be had now, it runs once one can.
   *
   * @param nanos how much later
   * @param task short, and not to block
   * @return to cancel it with; null when it cannot be cancelled
   */
  public static @Nullable Future<?> after(long nanos, Runnable task) {
    while (true) {
      try {
        return TIMER.schedule(() -> guarded(task), nanos, TimeUnit.NANOSECONDS);
      } catch (Throwable cannot) {
        if (!Room.wasMissing(cannot)) {
          return null; // there is no thread now: it is queued, and the next call tries again
        }
        Room.await();
      }
    }
  }
}
