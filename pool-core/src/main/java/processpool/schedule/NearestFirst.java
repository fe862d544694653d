package processpool.schedule;

import java.util.concurrent.TimeUnit;

/**
 * Small work stays on this machine while its workers have room for it, though others far away are
 * idle: it has ended here before one of those would have it. What turns out to take longer is
 * theirs soon after: while any is left out, somebody looks again. Guarded by the scheduler's lock.
 */
final class NearestFirst {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Scheduler scheduler;
  private final Clock clock;
  private boolean looking;

  NearestFirst(Scheduler scheduler, Clock clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /**
   * Whether an idle worker is to leave to another one what that has, or has room for. If so,
   * somebody looks again.
   */
  boolean leaves(Worker idler, Worker other) {
    return !idler.near && other.near && other.asking.isQuick() && willLookAgain();
  }

  /** Whether somebody may have been left out since the last look. */
  boolean isLooking() {
    return looking;
  }

  private boolean willLookAgain() {
    if (!looking) {
      try {
        var unused = clock.after(LOOK_NANOS, this::look);
      } catch (OutOfMemoryError full) {
        return false;
      }
      looking = true;
    }
    return true;
  }

  private void look() {
    scheduler.move(
        effects -> {
          looking = false;
          scheduler.staff().serveIdle(effects);
        });
  }
}
