package processpool.schedule;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

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

  private static final Queue<Runnable> WAITING = new ConcurrentLinkedQueue<>();

  /** Those who will look at the queue before they leave. */
  private static final AtomicInteger CARRIERS = new AtomicInteger();

  /** How often others were called in. */
  private static final AtomicInteger CALLED_IN = new AtomicInteger();

  private static final LongAdder ENDED = new LongAdder();
  private static final AtomicBoolean LOOK_IS_DUE = new AtomicBoolean();

  // Of whoever looks:
  private static volatile long endedBefore;
  private static volatile int callIn = 1;

  private Callbacks() {}

  /**
   * Runs a callback soon, on a thread that may take its time.
   *
   * @param callback what to run; what it throws is logged
   */
  public static void run(Runnable callback) {
    WAITING.add(callback);
    if (!carryIfNobodyDoes()) {
      lookLater();
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
    do {
      for (Runnable callback = WAITING.poll(); callback != null; callback = WAITING.poll()) {
        int calledIn = CALLED_IN.get();
        Thread.interrupted(); // meant for the one before
        Helpers.guarded(callback);
        ENDED.increment();
        if (calledIn != CALLED_IN.get() && leavesToOthers()) {
          return;
        }
      }
      CARRIERS.decrementAndGet();
    } while (!WAITING.isEmpty() && CARRIERS.compareAndSet(0, 1));
  }

  private static boolean leavesToOthers() {
    int now = CARRIERS.get();
    return now > 1 && CARRIERS.compareAndSet(now, now - 1);
  }

  private static void lookLater() {
    if (!LOOK_IS_DUE.get() && LOOK_IS_DUE.compareAndSet(false, true)) {
      var unused = Timer.after(LOOK_NANOS, Callbacks::look);
    }
  }

  private static void look() {
    LOOK_IS_DUE.set(false);
    if (WAITING.isEmpty()) {
      return;
    }
    long ended = ENDED.sum();
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
