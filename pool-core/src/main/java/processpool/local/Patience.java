package processpool.local;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Timer;

/** How long a worker may take to leave: what it runs then is the program's, and may hang. */
final class Patience {
  private static final long SECONDS = 10;

  /** The same where it has something to do then. */
  private static final long WITH_EXIT_SECONDS = 30;

  private final @Nullable WorkerExit exit;
  private final Runnable over;
  private volatile Timer.@Nullable Due due;

  /**
   * With one worker.
   *
   * @param exit what it has to do; null for nothing
   * @param over done when it has not ended in time
   */
  Patience(@Nullable WorkerExit exit, Runnable over) {
    this.exit = exit;
    this.over = over;
  }

  /** It was told to leave, or is about to. */
  void begin() {
    due = Timer.after(TimeUnit.SECONDS.toNanos(exit == null ? SECONDS : WITH_EXIT_SECONDS), over);
  }

  /** It has ended. */
  void end() {
    Timer.Due begun = due;
    if (begun != null) {
      begun.cancel();
    }
  }

  /** It is killed, which is said if it had something to do. */
  void tell(long pid) {
    if (exit != null) {
      exit.hangs(pid, WITH_EXIT_SECONDS);
    }
  }
}
