package processpool.schedule;

import java.util.concurrent.locks.LockSupport;

/** What time it is, and what is to run later; a test has a clock of its own. */
interface Clock {
  /** The one of this machine. */
  Clock SYSTEM = new SystemClock();

  /** As {@link System#nanoTime()}. */
  long nanoTime();

  /** As {@link Timer#after}. */
  Timer.Due after(long nanos, Runnable task);

  /** Lets a moment pass. */
  void pause(long nanos);

  /** The time of this machine. */
  final class SystemClock implements Clock {
    private SystemClock() {}

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public Timer.Due after(long nanos, Runnable task) {
      return Timer.after(nanos, task);
    }

    @Override
    public void pause(long nanos) {
      LockSupport.parkNanos(nanos);
    }
  }
}
