package processpool.schedule;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.events.Words;

/**
 * Threads for what may take its time: users' callbacks, reading users' objects, writing to a worker
 * that does not read. As many as are needed, each used again; what one does holds up no other.
 * Handing something over does not fail: where no thread can be had now, it runs once one can.
 *
 * <p>The JDK's own thread pools take memory while they wait for work, and lose it when there is
 * none. These take none but for the place of what was handed over.
 */
public final class Helpers {
  private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Also the lock of its content. */
  private static final Map<String, Helpers> BY_ROLE = new HashMap<>();

  /** Somebody waits for a thread that could not be had. */
  private static volatile boolean someWait;

  private final String name;

  // Guarded by this:
  private @Nullable Job first;
  private @Nullable Job last;
  private int waiting;
  private int idle;

  /** The JDK's queues lose what they hold when they cannot grow. */
  private static final class Job {
    final Runnable task;
    @Nullable Job next;

    Job(Runnable task) {
      this.task = task;
    }
  }

  private Helpers(String name) {
    this.name = name;
  }

  /**
   * Runs something on a thread that may take its time.
   *
   * @param role in the thread's name
   * @param task what to do
   */
  public static void run(String role, Runnable task) {
    while (true) {
      try {
        of(role).add(new Job(task));
        return;
      } catch (OutOfMemoryError full) {
        Room.await();
      }
    }
  }

  private static Helpers of(String role) {
    synchronized (BY_ROLE) {
      Helpers known = BY_ROLE.get(role);
      if (known == null) {
        known = new Helpers("processpool-" + role);
        BY_ROLE.put(role, known);
      }
      return known;
    }
  }

  private synchronized void add(Job job) {
    if (last == null) {
      first = job;
    } else {
      last.next = job;
    }
    last = job;
    waiting++;
    if (idle >= waiting) {
      notify();
    } else {
      startOne();
    }
  }

  /** For one of those that wait; does not fail. */
  private void startOne() {
    try {
      Thread thread = new Thread(this::work, name);
      thread.setDaemon(true);
      thread.start();
    } catch (Throwable noThreadNow) {
      someWait = true;
      var unused = Timer.after(RETRY_NANOS, Helpers::retry);
    }
  }

  /** Looks for threads that could not be had before. Short; to be called at any occasion. */
  static void retry() {
    if (!someWait) {
      return;
    }
    someWait = false;
    synchronized (BY_ROLE) {
      BY_ROLE.values().forEach(Helpers::startMissing);
    }
  }

  private synchronized void startMissing() {
    for (int missing = waiting - idle; missing > 0 && !someWait; missing--) {
      startOne();
    }
  }

  private void work() {
    for (Job job = next(); job != null; job = next()) {
      try {
        job.task.run();
      } catch (Throwable unexpected) {
        Log.error(Words.BESIDE, unexpected);
      }
    }
  }

  /** Null when there was nothing for a while: the thread is to end. */
  private synchronized @Nullable Job next() {
    long begun = System.nanoTime();
    idle++;
    try {
      while (first == null) {
        long left = KEEP_NANOS - (System.nanoTime() - begun);
        if (left <= 0) {
          return null;
        }
        waitFor(left);
      }
      Job job = first;
      first = job.next;
      last = first == null ? null : last;
      waiting--;
      return job;
    } finally {
      idle--;
    }
  }

  private void waitFor(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException ofNobodysMaking) {
      return; // whatever it was meant for is over
    }
  }
}
