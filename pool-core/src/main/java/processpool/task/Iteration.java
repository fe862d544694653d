package processpool.task;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Deadline;
import processpool.schedule.Helpers;
import processpool.schedule.Hold;
import processpool.schedule.Outcome;
import processpool.schedule.WorkerId;

/**
 * The results of an iteration that are on their way or not taken yet, and the window that says how
 * many that may be. An {@link ArgumentFeeder} fills the window. Knows nothing of the iterator that
 * users hold, so that this can be let go while chunks are running.
 */
public final class Iteration {
  /** A result that takes longer than this to be read is not waited for before others are read. */
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(2);

  final TaskFunction function;
  final int chunkSize;
  private final boolean ordered;
  private final Hold hold;
  private final ArgumentFeeder feeder;

  /** The feeder's; below 0 until somebody looks on. */
  private volatile long submission = -1;

  // Guarded by this:
  final Signal changed = new Signal(this);

  /** Ordered: all that was submitted and not taken. Unordered: those of them that have ended. */
  private final ArrayList<Portion> portions = new ArrayList<>();

  private final Set<Portion> running = new LinkedHashSet<>();
  private long completed; // calls of those that run no more
  private int untaken;
  private final Window window;
  private boolean readsAll;
  private boolean poolIsOver;
  private boolean closed;
  private @Nullable Throwable argumentsFailure;

  /**
   * Begins an iteration; its first arguments are read at {@link #begin}.
   *
   * @param function what to call
   * @param arguments one a call
   * @param chunkSize how many calls a chunk
   * @param window how many chunks may be on their way or not taken, to begin with
   * @param ordered whether results come in the order of the arguments
   */
  public Iteration(
      TaskFunction function, Iterable<?> arguments, int chunkSize, int window, boolean ordered) {
    this.function = function;
    this.chunkSize = chunkSize;
    this.window = new Window(window, chunkSize);
    this.ordered = ordered;
    this.feeder = new ArgumentFeeder(this, arguments);
    this.hold = function.scheduler().hold(this::poolIsClosed);
  }

  /**
   * Reads the first arguments, unless they are long in coming.
   *
   * @throws IllegalArgumentException when one of those cannot travel; the iteration is over then
   * @throws RuntimeException what the iterable threw when it was asked for its iterator
   */
  public void begin() {
    Throwable refused = feeder.begin();
    if (refused != null) {
      close();
      ArgumentFeeder.<RuntimeException>rethrow(refused);
    }
  }

  /** The pool is closed: what was submitted is to be done, whether anybody takes results or not. */
  private void poolIsClosed() {
    synchronized (this) {
      readsAll = true;
      window.openWide();
      poolIsOver = !hold.isOpen();
      changed.wakeAll();
    }
    feeder.feedElsewhere();
  }

  /** Whether another argument may come. */
  private boolean mayGetMore() {
    return !poolIsOver && feeder.mayFeedMore();
  }

  /**
   * Whether there is another result to take, or failure; waits until an argument has been read or
   * none is left.
   *
   * @return whether
   */
  public boolean hasNext() {
    if (hasUntaken()) {
      return true;
    }
    feeder.feed(Deadline.in(Long.MAX_VALUE));
    synchronized (this) {
      changed.awaitWhile(() -> !hasUntaken() && !closed && mayGetMore());
    }
    return hasUntaken();
  }

  private synchronized boolean hasUntaken() {
    return !closed && (untaken > 0 || argumentsFailure != null);
  }

  /**
   * Waits for the next result.
   *
   * @param deadline until when at most
   * @return a value or {@link Failed}
   * @throws TimeoutException when the time ran out; the result can be taken later
   * @throws InterruptedException when interrupted while waiting; the same
   * @throws NoSuchElementException when there is none left
   */
  public @Nullable Object next(Deadline deadline) throws TimeoutException, InterruptedException {
    boolean wantsMore;
    Portion expected;
    synchronized (this) {
      wantsMore = window.wantsMore(untaken);
      expected = expected();
    }
    if (wantsMore) {
      feeder.feed(deadline);
      expected = expected == null ? expected() : expected;
    }
    if (expected != null) {
      expected.help(deadline.left());
    }
    Object next = awaitNext(expected, deadline);
    if (!(next instanceof Portion portion)) {
      return next;
    }
    Object result = portion.take(deadline);
    portion.taken();
    return result;
  }

  /** The next value; or, when to read it may run code of its class, its portion. */
  private synchronized @Nullable Object awaitNext(@Nullable Portion expected, Deadline deadline)
      throws TimeoutException, InterruptedException {
    if (expected != null) {
      window.resultsAreQuick(expected.over);
    }
    Portion portion = awaitPortion(deadline);
    if (portion.refusal != null || portion.needsReading()) {
      return portion;
    }
    Object value = portion.result(portion.next);
    portion.taken();
    return value;
  }

  private synchronized Portion awaitPortion(Deadline deadline)
      throws TimeoutException, InterruptedException {
    while (true) {
      Portion first = ordered ? firstPortion() : anyThatIsRead();
      if (!closed && first != null && first.over) {
        return first;
      }
      Throwable failure = argumentsFailure;
      if (!closed && untaken == 0 && failure != null) {
        argumentsFailure = null;
        ArgumentFeeder.<RuntimeException>rethrow(failure);
      }
      if (!hasUntaken() && (closed || !mayGetMore())) {
        throw new NoSuchElementException("no more results: ask hasNext() before next()");
      }
      long left = deadline.left();
      if (left <= 0) {
        throw new TimeoutException("no result in the time given; it can still be taken later");
      }
      boolean unread = !ordered && !portions.isEmpty();
      if (unread) {
        readElsewhere();
      }
      changed.await(unread ? Math.min(left, SLOW) : left);
    }
  }

  private @Nullable Portion firstPortion() {
    return portions.isEmpty() ? null : portions.get(0);
  }

  /** Unordered: of those that have ended, the first whose next result need not be read any more. */
  private @Nullable Portion anyThatIsRead() {
    for (Portion portion : portions) {
      if (!portion.needsReading() || portion.isRead()) {
        return portion;
      }
    }
    return null;
  }

  /** Unordered: one that is slow to read is not to hold up the others. */
  private void readElsewhere() {
    for (Portion portion : portions) {
      if (portion.reading == null) {
        FutureTask<@Nullable Object> reading = portion.reading();
        Helpers.run(
            "reader",
            () -> {
              reading.run();
              synchronized (this) {
                changed.wakeAll();
              }
            });
        return;
      }
    }
  }

  /** The one whose result is wanted next, if it is not there yet. */
  private synchronized @Nullable Portion expected() {
    Portion first = firstPortion();
    if (first == null && !running.isEmpty()) {
      first = running.iterator().next();
    }
    return first == null || first.over ? null : first;
  }

  /** Stops early: no more arguments are read, and what no worker has begun is cancelled. */
  public void close() {
    List<Portion> waiting;
    synchronized (this) {
      closed = true;
      waiting = List.copyOf(running);
      changed.wakeAll();
    }
    hold.release();
    for (Portion portion : waiting) {
      var unused = function.scheduler().cancel(List.of(portion), false);
    }
  }

  /** How many of its calls have ended, well or not; never fewer than before. */
  synchronized long completed() {
    return completed + running.stream().mapToLong(Portion::completed).sum();
  }

  /** How many calls it is; as given while not all arguments have been read. */
  synchronized long total(long otherwise) {
    return feeder.isExhausted() ? feeder.read() : otherwise;
  }

  /** Whether all that was submitted has ended, and nothing more will be. */
  synchronized boolean isOver() {
    return running.isEmpty() && (closed || !mayGetMore());
  }

  // ---- for the feeder

  /**
   * Whether the window has room: for what is not taken yet, or, when all arguments are to be read
   * anyway, for what is on its way.
   */
  synchronized boolean hasRoom() {
    return !closed
        && !poolIsOver
        && (window.hasRoom(untaken) || (readsAll && window.hasRoom(running.size())));
  }

  /** Hands a chunk in; false when the pool has come to its end. */
  boolean submit(int index, @Nullable Object[] prepared, long size) {
    Portion portion = new Portion(index, prepared, size);
    begin(portion);
    if (submission < 0 && function.events().active()) {
      submission = function.events().nextSubmission();
    }
    portion.submitted(submission, index, -1);
    return hold.submit(portion);
  }

  /** An argument cannot travel: its call ends in its place. */
  void refused(int index, IllegalArgumentException cause) {
    Portion portion = new Portion(index, new Object[1], 0);
    portion.refusal = cause;
    begin(portion);
    portion.over(1);
  }

  private synchronized void begin(Portion portion) {
    portions.ensureCapacity(untaken + 1); // as there may be no memory when it ends
    untaken++;
    running.add(portion);
    if (ordered) {
      portions.add(portion);
    }
    changed.wakeAll();
  }

  /** Theirs, kept for the caller of next(). */
  synchronized void argumentsFailed(Throwable failure) {
    argumentsFailure = failure;
  }

  /** No more will come, or not before there is room. */
  void fed(boolean exhausted) {
    if (exhausted) {
      hold.release();
    }
    synchronized (this) {
      changed.wakeAll();
    }
  }

  /** One chunk. */
  private final class Portion extends CallsChunk {
    private @Nullable IllegalArgumentException refusal;
    private int next;
    private boolean over;
    private @Nullable FutureTask<@Nullable Object> reading;

    Portion(int index, @Nullable Object[] prepared, long size) {
      super(Iteration.this.function, index, prepared, 1, size);
    }

    @Override
    void startedBy(WorkerId who) {}

    @Override
    void finished(int until, @Nullable Outcome rest, @Nullable Failed first) {
      over(completed());
    }

    private void over(int ended) {
      boolean feedOn;
      synchronized (Iteration.this) {
        over = true;
        completed += running.remove(this) ? ended : 0;
        if (!ordered) {
          portions.add(this);
        }
        changed.wakeAll();
        feedOn = readsAll && !closed && window.isHalfEmpty(running.size());
      }
      if (feedOn) {
        feeder.feedElsewhere();
      }
    }

    boolean isRead() {
      return reading != null && reading.isDone();
    }

    /** Whether taking the next may run code of its class. */
    boolean needsReading() {
      return refusal == null && values() == null;
    }

    @Nullable Object take(Deadline deadline) throws TimeoutException, InterruptedException {
      IllegalArgumentException refused = refusal;
      if (refused != null) {
        taken();
        throw refused;
      }
      boolean here = deadline.isNever() && reading == null; // else somebody gave up waiting for it
      return here ? result(next) : Failed.Reading.await(reading(), deadline);
    }

    FutureTask<@Nullable Object> reading() {
      FutureTask<@Nullable Object> begun = reading;
      if (begun == null) {
        int call = next;
        begun = new FutureTask<>(() -> result(call));
        reading = begun;
      }
      return begun;
    }

    void taken() {
      synchronized (Iteration.this) {
        reading = null;
        forget(next);
        if (++next == calls()) {
          portions.remove(this);
          untaken--;
        }
      }
    }
  }
}
