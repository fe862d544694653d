package processpool.parent;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs short things later: time limits, back-off, the end of a worker's patience. One daemon thread
 * for all pools, gone when nothing is due for a while. What it runs must not block.
 */
final class Clock {
  private static final long KEEP_SECONDS = 5;

  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private Clock() {}

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "processpool-clock");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true); // what is cancelled must not keep its pool in memory
    timer.setKeepAliveTime(KEEP_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }

  static ScheduledFuture<?> after(long nanos, Runnable task) {
    return TIMER.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }
}
