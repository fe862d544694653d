package processpool.task;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.schedule.Helpers;
import processpool.schedule.Room;
import processpool.schedule.Scheduler;

/**
 * Tells one listener how far the submissions are that it watches. Only those who use it pay: a
 * thread looks at them every now and then while one is under way, and counts what is known anyway.
 *
 * <p>A result ends when the listener has heard of it, unless that one turns out to be blocked: so a
 * listener may block or throw and holds nobody up.
 */
public final class Progress {
  /** The listener, whatever it is to others. */
  public interface Listener {
    /**
     * Hears how far a submission is.
     *
     * @param done how many calls have ended
     * @param total of how many; -1 while unknown
     */
    void progress(long done, long total);

    /** A submission is over, and its last state was told. */
    void ended();
  }

  /** Twenty looks a second. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** A look at very many chunks takes its time: it is not to take more than this part of all. */
  private static final int SHARE = 50;

  /** A call that has been under way for so long and waits for something is not waited for. */
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Nor one that has for so many times as long, though it runs, or may on a busy machine. */
  static final int MOST_PATIENCE = 20;

  private final Listener listener;
  private final String name;

  /** What has begun or ended. */
  private final Queue<Watched> news = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean running = new AtomicBoolean();

  /** Who tells, while somebody does. */
  private volatile @Nullable Thread teller;

  /** When the listener was called, which has not returned; 0 while it is not being called. */
  private volatile long calledAt;

  // Made now, while there is memory:
  private final Runnable tellingAll = this::tellAll;
  private final Runnable tellingNews = this::tellNews;
  private final Runnable looking = this::lookAround;

  // Of whoever tells:
  private final Set<Watched> underWay = new LinkedHashSet<>();
  private boolean threw;

  /** How long counting has taken in this look. */
  private long counting;

  /**
   * Makes ready to tell; starts nothing.
   *
   * @param listener hears it
   * @param name the listener's, for the log
   */
  public Progress(Listener listener, String name) {
    this.listener = listener;
    this.name = name;
  }

  /**
   * Watches a task or a map.
   *
   * @param promise its end
   * @param size how many calls it is
   * @param scheduler where it was submitted
   * @return the same, but it ends when the listener has heard of it
   */
  public Promise watch(Promise promise, int size, Scheduler scheduler) {
    WatchedResult watched = new WatchedResult(this, promise, size, scheduler);
    news(watched);
    return watched.begin();
  }

  /**
   * Watches an iteration, from {@link WatchedIteration#begin} on.
   *
   * @param iteration which
   * @param total how many calls it is, as far as is known before all arguments have been read; -1
   *     for unknown
   * @return to begin, and to wait with until the listener has heard of its end
   */
  public WatchedIteration watch(Iteration iteration, long total) {
    return new WatchedIteration(this, iteration, total);
  }

  /** It has begun, or may have ended: soon looked at. */
  void news(Watched watched) {
    while (!isQueued(watched)) {
      Room.await();
    }
    if (!running.get() && running.compareAndSet(false, true)) {
      Helpers.run("progress", tellingAll);
    } else {
      LockSupport.unpark(teller);
    }
  }

  private boolean isQueued(Watched watched) {
    try {
      return news.add(watched);
    } catch (OutOfMemoryError full) {
      return false;
    }
  }

  /** Whether the listener is not worth waiting for: it is blocked, or it is who asks. */
  boolean isHeldUp() {
    Thread telling = teller;
    long since = calledAt;
    if (telling == null || since == 0) {
      return false;
    }
    long lasts = System.nanoTime() - since;
    return telling == Thread.currentThread()
        || (lasts > PATIENCE_NANOS && telling.getState() != Thread.State.RUNNABLE)
        || lasts > MOST_PATIENCE * PATIENCE_NANOS;
  }

  private void tellAll() {
    do {
      teller = Thread.currentThread();
      try {
        tellWhileUnderWay();
      } finally {
        teller = null;
        running.set(false);
      }
    } while (!news.isEmpty() && running.compareAndSet(false, true));
  }

  private void tellWhileUnderWay() {
    long next = System.nanoTime() + PAUSE_NANOS;
    Room.insist(tellingNews);
    while (!underWay.isEmpty()) {
      LockSupport.parkNanos(next - System.nanoTime());
      var unused = Thread.interrupted(); // of the listener's making
      Room.insist(tellingNews);
      long now = System.nanoTime();
      if (now - next >= 0) {
        counting = 0;
        Room.insist(looking);
        next = now + Math.max(PAUSE_NANOS, SHARE * counting);
      }
    }
  }

  private void tellNews() {
    for (Watched watched = news.peek(); watched != null; watched = news.peek()) {
      if (!watched.begun) {
        tell(watched, 0);
        underWay.add(watched);
        watched.begun = true;
      }
      if (isOver(watched)) {
        underWay.remove(watched);
      }
      news.poll();
    }
  }

  private void lookAround() {
    for (Iterator<Watched> each = underWay.iterator(); each.hasNext(); ) {
      Watched watched = each.next();
      if (isOver(watched)) {
        each.remove();
      } else if (watched.total() != 1) {
        tell(watched, count(watched));
      }
    }
  }

  private boolean isOver(Watched watched) {
    boolean over = watched.isOver();
    if (over && !watched.ended) {
      tell(watched, count(watched)); // which is the last state, as it is over
      if (!watched.endCalled) {
        watched.endCalled = true;
        call(true, 0, 0);
      }
      watched.ended = true;
      watched.endTold();
    }
    return over;
  }

  private long count(Watched watched) {
    long begun = System.nanoTime();
    long done = watched.done();
    counting += System.nanoTime() - begun;
    return done;
  }

  /** Tells it unless it was told already. */
  private void tell(Watched watched, long done) {
    long total = watched.total();
    if (watched.isNew(done, total)) {
      call(false, done, total);
    }
  }

  /** Nothing is made here before the call: what was told is not told again for want of memory. */
  private void call(boolean end, long done, long total) {
    long now = System.nanoTime();
    calledAt = now == 0 ? 1 : now;
    try {
      if (end) {
        listener.ended();
      } else {
        listener.progress(done, total);
      }
    } catch (Throwable failure) {
      if (!threw) {
        threw = true;
        Log.warning(
            "the progress listener threw: listener="
                + name
                + "; mend it where the stack trace says: it is told on, and this is said once",
            failure);
      }
    } finally {
      calledAt = 0;
    }
  }
}
