package processpool.schedule;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.events.Words;

/**
 * Runs short things later: time limits, back-off, the end of a worker's patience. One daemon thread
 * for all pools, gone when nothing is due for a while. What it runs must not block.
 *
 * <p>The JDK's own takes memory to wait, and dies with what it was to run when there is none. This
 * one takes none, but for the place of a new entry.
 */
public final class Timer {
  private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Further away than anybody waits, so that any two times can be compared. */
  static final long FAR = Long.MAX_VALUE / 4;

  /** What is due at some time; also the lock. */
  private static final PriorityQueue<Due> DUE = new PriorityQueue<>();

  /** Who runs it; null when nobody does. Guarded by the lock. */
  private static @Nullable Thread thread;

  private Timer() {}

  /** Something to run later. */
  public static class Due implements Comparable<Due> {
    private final long at;
    private final Runnable task;

    Due(long at, Runnable task) {
      this.at = at;
      this.task = task;
    }

    /** It is not to run any more, nor to keep anything in memory. */
    public void cancel() {
      synchronized (DUE) {
        var unused = DUE.remove(this);
      }
    }

    @Override
    public final int compareTo(Due other) {
      return Long.signum(at - other.at); // by a clock that may wrap around
    }

    @Override
    public final boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public final int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * Runs something later. Does not fail: where no thread can be had now, it runs once one can.
   *
   * @param nanos how much later
   * @param task short, and not to block
   * @return to cancel it with
   */
  public static Due after(long nanos, Runnable task) {
    while (true) {
      try {
        Due due = new Due(System.nanoTime() + Math.min(nanos, FAR), task);
        add(due);
        return due;
      } catch (OutOfMemoryError full) {
        Room.await();
      }
    }
  }

  private static void add(Due due) {
    synchronized (DUE) {
      DUE.add(due);
      if (thread == null) {
        start();
      } else if (due.equals(DUE.peek())) {
        LockSupport.unpark(thread);
      }
    }
  }

  private static void start() {
    try {
      Thread fresh = new Thread(Timer::runAll, "processpool-timer");
      fresh.setDaemon(true);
      fresh.start();
      thread = fresh;
    } catch (Throwable noThreadNow) {
      return; // the next call tries again
    }
  }

  private static void runAll() {
    long idleSince = System.nanoTime();
    while (true) {
      Due next;
      long wait;
      synchronized (DUE) {
        next = DUE.peek();
        long now = System.nanoTime();
        wait = next == null ? KEEP_NANOS - (now - idleSince) : next.at - now;
        if (wait <= 0 && next == null) {
          thread = null;
          return;
        }
        if (wait <= 0) {
          var unused = DUE.poll();
        }
      }
      if (wait > 0) {
        LockSupport.parkNanos(wait);
        Thread.interrupted(); // of nobody's making, and parking ends at once with it
      } else if (next != null) {
        guarded(next.task);
        idleSince = System.nanoTime();
      }
    }
  }

  private static void guarded(Runnable task) {
    Room.await();
    try {
      Room.insist(task);
    } catch (Throwable unexpected) {
      Log.error(Words.LATER, unexpected);
    }
  }
}
