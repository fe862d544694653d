package processpool.schedule;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import processpool.events.Log;
import processpool.events.Words;

/**
 * Runs callbacks: one thread, the carrier, runs one after the other, as to wake a thread for each
 * would cost fifty times what most of them do. A callback may take its time or wait for another, so
 * while some wait, somebody looks each millisecond how many have ended: where that is few, another
 * carrier takes over, then two, four and so on. One that was held up leaves, unless it is the last.
 */
public final class Callbacks {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** So many between two looks, and another carrier would only be in the way. */
  private static final int MANY = 16;

  private static final int MOST_AT_ONCE = 64;

  /** A look so late is not to come any more: its thread found no memory. */
  private static final long OVERDUE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long NONE = Long.MIN_VALUE;

  private static final Queue<Runnable> WAITING = new ConcurrentLinkedQueue<>();

  /** Those who will look at the queue before they leave. */
  private static final AtomicInteger CARRIERS = new AtomicInteger();

  /** How often others were called in. */
  private static final AtomicInteger CALLED_IN = new AtomicInteger();

  private static final AtomicLong ENDED = new AtomicLong();

  /** When somebody looks next; or NONE. */
  private static final AtomicLong NEXT_LOOK = new AtomicLong(NONE);

  // Of whoever looks:
  private static volatile long endedBefore;
  private static volatile int callIn = 1;

  private Callbacks() {}

  /**
   * Runs a callback soon, on a thread that may take its time.
   *
   * @param callback what to run, once more if memory runs out; what it throws is logged
   */
  public static void run(Runnable callback) {
    while (!isQueued(callback)) {
      Room.await();
    }
    if (!carryIfNobodyDoes()) {
      lookLater();
    }
  }

  private static boolean isQueued(Runnable callback) {
    try {
      return WAITING.add(callback);
    } catch (OutOfMemoryError full) {
      return false;
    }
  }

  private static boolean carryIfNobodyDoes() {
    if (CARRIERS.get() == 0 && CARRIERS.compareAndSet(0, 1)) {
      Helpers.run("callback", Callbacks::carry);
      return true;
    }
    return false;
  }

  private static void carry() {
    boolean left = false;
    try {
      left = carryAll();
    } finally {
      if (!left) {
        CARRIERS.decrementAndGet();
      }
    }
  }

  /** Returns whether it has been noted already that this carrier leaves. */
  private static boolean carryAll() {
    do {
      for (Runnable callback = WAITING.poll(); callback != null; callback = WAITING.poll()) {
        int calledIn = CALLED_IN.get();
        Thread.interrupted(); // meant for the one before
        runWhole(callback);
        ENDED.incrementAndGet();
        if (calledIn != CALLED_IN.get() && leavesToOthers()) {
          return true;
        }
      }
      CARRIERS.decrementAndGet();
    } while (!WAITING.isEmpty() && CARRIERS.compareAndSet(0, 1));
    return true;
  }

  private static void runWhole(Runnable callback) {
    try {
      Room.insist(callback);
    } catch (Throwable unexpected) {
      Log.error(Words.CALLBACK, unexpected);
    }
  }

  private static boolean leavesToOthers() {
    int now = CARRIERS.get();
    return now > 1 && CARRIERS.compareAndSet(now, now - 1);
  }

  private static void lookLater() {
    long now = System.nanoTime();
    long next = NEXT_LOOK.get();
    boolean due = next != NONE && now - next < OVERDUE_NANOS;
    if (!due && NEXT_LOOK.compareAndSet(next, now + LOOK_NANOS)) {
      var unused = Timer.after(LOOK_NANOS, Callbacks::look);
    }
  }

  private static void look() {
    NEXT_LOOK.set(NONE);
    if (WAITING.isEmpty()) {
      return;
    }
    long ended = ENDED.get();
    long since = ended - endedBefore;
    endedBefore = ended;
    int others = since == 0 ? callIn : since < MANY ? 1 : 0;
    callIn = since == 0 ? Math.min(MOST_AT_ONCE, 2 * callIn) : 1;
    for (int i = 0; i < others; i++) {
      CARRIERS.incrementAndGet();
      CALLED_IN.incrementAndGet();
      Helpers.run("callback", Callbacks::carry);
    }
    lookLater();
  }
}
