package processpool;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import processpool.parent.Dispatcher;
import processpool.wire.Failure;
import processpool.wire.MessageWriter;

/**
 * The results of {@code imap} and {@code imapUnordered}, one after another. Python's counterpart is
 * the IMapIterator.
 *
 * <pre>{@code
 * for (ResultIterator<Integer> it = pool.imap(Example::square, numbers); it.hasNext(); ) {
 *   System.out.println(it.next());
 * }
 * }</pre>
 *
 * <p>Arguments are read by the thread that calls {@code imap}, {@code hasNext} and {@code next}, a
 * few chunks ahead of the results taken, and up to 256 calls while tasks are quick: enough to keep
 * every worker busy, so they may be endless. {@code ProcessPool.join()} reads the rest of them, for
 * it waits for all that was submitted. For one thread at a time, but {@link #close()} may come from
 * any.
 *
 * @param <R> a result
 */
public final class ResultIterator<R extends @Nullable Object> implements Iterator<R> {
  private static final Cleaner CLEANER = Cleaner.create();

  /** The window of quick tasks widens to so many calls: sent together they cost less. */
  private static final int WIDEST = 256;

  /** How often a join that waits for another reader looks whether it still has to. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ProcessPool pool; // an iterator in use keeps its pool from being let go
  private final Call call;
  private final Dispatcher.Hold door;
  private final int chunkSize;
  private final int narrowest;
  private final int widest;
  private final boolean ordered;

  /** Whoever reads arguments holds this; results are never waited for under it. */
  private final ReentrantLock feeding = new ReentrantLock();

  private final Iterator<?> arguments;
  private boolean exhausted;
  private boolean beginning;

  // Guarded by this:
  /** Ordered: all that was submitted and not taken. Unordered: those of them that have ended. */
  private final ArrayDeque<Portion> portions = new ArrayDeque<>();

  private final Set<Portion> running = new LinkedHashSet<>();
  private int untaken;
  private int window;
  private boolean quick;
  private boolean closed;
  private @Nullable Throwable argumentsFailure;

  ResultIterator(
      ProcessPool pool,
      Dispatcher dispatcher,
      Call call,
      Iterator<?> arguments,
      int chunkSize,
      int window,
      boolean ordered) {
    this.pool = pool;
    this.call = call;
    this.arguments = arguments;
    this.chunkSize = chunkSize;
    this.window = window;
    this.narrowest = window;
    this.widest = Math.max(window, WIDEST / chunkSize);
    this.ordered = ordered;
    this.door = dispatcher.hold();
    Dispatcher.Hold abandoned = door; // must not lead back to this iterator
    CLEANER.register(this, abandoned::release);
  }

  /**
   * Whether there is another result, or failure, to take. Does not wait for one; may read
   * arguments.
   *
   * @return whether
   */
  @Override
  public boolean hasNext() {
    if (hasUntaken()) {
      return true;
    }
    refill();
    return hasUntaken();
  }

  private synchronized boolean hasUntaken() {
    return !closed && (untaken > 0 || argumentsFailure != null);
  }

  /**
   * Waits for the next result. Python: {@code next()}.
   *
   * @return what the task returned, possibly null
   * @throws NoSuchElementException when there is none left
   * @throws CompletionException when that call failed, with the cause; the iteration goes on
   * @throws RuntimeException whatever the iterable of arguments threw, after all results of those
   *     that came before; IllegalArgumentException for an argument that cannot be serialized
   */
  @Override
  public R next() {
    try {
      return take(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException("interrupted while waiting for the next result", e);
    } catch (TimeoutException e) {
      throw new AssertionError("waited for ever", e);
    }
  }

  /**
   * Waits for the next result, but no longer than told. Python: {@code next(timeout)}.
   *
   * @param timeout how long at most; null is refused
   * @return what the task returned, possibly null
   * @throws TimeoutException when the time ran out; the result can still be taken later
   * @throws InterruptedException when this thread is interrupted; the same
   * @throws NoSuchElementException as {@link #next()}
   * @throws CompletionException as {@link #next()}
   */
  public R next(Duration timeout) throws InterruptedException, TimeoutException {
    return take(AsyncResult.nanos(timeout));
  }

  /**
   * Stops early: no more arguments are read, what no worker has begun is cancelled, and there is no
   * next result. May be called twice, and after the last result it changes nothing.
   */
  public void close() {
    List<Portion> waiting;
    synchronized (this) {
      closed = true;
      waiting = List.copyOf(running);
      notifyAll();
    }
    door.release();
    pool.cancelUnbegun(waiting);
  }

  private R take(long nanos) throws InterruptedException, TimeoutException {
    refill();
    long end = System.nanoTime() + nanos;
    Portion expected = expected();
    if (expected != null) {
      expected.help(nanos);
      noteWhetherQuick(expected);
    }
    synchronized (this) {
      while (true) {
        if (!hasUntaken()) {
          throw new NoSuchElementException("no more results");
        }
        Portion first = portions.peek();
        if (first != null && first.over) {
          return takeFrom(first);
        }
        Throwable failure = argumentsFailure;
        if (untaken == 0 && failure != null) {
          argumentsFailure = null;
          ResultIterator.<RuntimeException>rethrow(failure);
        }
        long left = nanos == Long.MAX_VALUE ? nanos : end - System.nanoTime();
        if (left <= 0) {
          throw new TimeoutException("no result in the time given; it can still be taken later");
        }
        wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
      }
    }
  }

  /** Results that come while we are still awake are used up faster than so few are sent. */
  private synchronized void noteWhetherQuick(Portion awaited) {
    quick |= awaited.over;
  }

  /** Sends more: a narrow window is kept full, a wide one filled again when it is half empty. */
  private void refill() {
    int upTo;
    synchronized (this) {
      if (untaken >= Math.max(narrowest, window / 2)) {
        return;
      }
      if (quick) {
        window = Math.min(widest, 2 * window);
        quick = false;
      }
      upTo = window;
    }
    feed(upTo, () -> true);
  }

  /** The one whose result is wanted next, if it is not there yet. */
  private synchronized @Nullable Portion expected() {
    Portion first = portions.peek();
    if (first == null && !running.isEmpty()) {
      first = running.iterator().next();
    }
    return first == null || first.over ? null : first;
  }

  private R takeFrom(Portion portion) {
    int item = portion.taken++;
    Object value = portion.values[item];
    portion.values[item] = null;
    if (portion.taken == portion.values.length) {
      portions.remove();
      untaken--;
    }
    if (value instanceof Refused refused) {
      throw refused.cause;
    }
    if (value instanceof Failed failed) {
      throw new CompletionException(
          "task failed" + failed.where() + ": " + Failure.text(failed.cause), failed.cause);
    }
    @SuppressWarnings("unchecked") // the workers called a function that returns R
    R typed = (R) value;
    return typed;
  }

  /** The iterable's own exception, whatever it is, as it is. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> void rethrow(Throwable failure) throws T {
    throw (T) failure;
  }

  /** Reads the first arguments; what cannot travel is refused here, at the call. */
  void begin() {
    beginning = true;
    refill();
    beginning = false;
  }

  /** Reads all arguments that are left, however many results nobody has taken. */
  void feedAll(long nanos) throws InterruptedException {
    long begun = System.nanoTime();
    Thread self = Thread.currentThread();
    BooleanSupplier goOn =
        () -> door.isOpen() && System.nanoTime() - begun < nanos && !self.isInterrupted();
    boolean locked = false;
    while (!locked && goOn.getAsBoolean()) { // another thread may be reading, perhaps for ever
      locked = feeding.tryLock(Math.min(nanos, LOOK_NANOS), TimeUnit.NANOSECONDS);
    }
    if (locked) {
      try {
        feed(Integer.MAX_VALUE, goOn);
      } finally {
        feeding.unlock();
      }
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private void feed(int upTo, BooleanSupplier goOn) {
    feeding.lock();
    try {
      while (!exhausted && wants(upTo) && goOn.getAsBoolean()) {
        feedChunk();
      }
      if (exhausted) {
        door.release();
      }
    } finally {
      feeding.unlock();
    }
  }

  private synchronized boolean wants(int upTo) {
    return !closed && untaken < upTo;
  }

  private void feedChunk() {
    List<@Nullable Object> items = new ArrayList<>();
    long bytes = 0;
    IllegalArgumentException refused = null;
    try {
      while (items.size() < chunkSize && refused == null && !exhausted) {
        if (arguments.hasNext()) {
          Object argument = arguments.next();
          try {
            bytes += Call.check(argument);
            items.add(argument);
          } catch (IllegalArgumentException cannotTravel) {
            refused = cannotTravel;
          }
        } else {
          exhausted = true;
        }
      }
    } catch (Throwable failure) { // theirs, kept for the caller of next()
      exhausted = true;
      synchronized (this) {
        argumentsFailure = failure;
      }
    }
    if (!items.isEmpty()) {
      Portion portion = new Portion(items.toArray(), bytes);
      begin(portion);
      portion.submitted();
      exhausted |= !door.submit(portion);
    }
    if (refused != null && beginning) {
      close();
      throw refused;
    } else if (refused != null) {
      Portion portion = new Portion(new Object[1], 0);
      portion.values[0] = new Refused(refused);
      begin(portion);
      portion.finished();
    }
  }

  private synchronized void begin(Portion portion) {
    untaken++;
    running.add(portion);
    if (ordered) {
      portions.add(portion);
    }
  }

  private record Refused(IllegalArgumentException cause) {}

  private record Failed(Throwable cause, long pid) {
    String where() {
      return pid < 0 ? "" : " in worker pid=" + pid;
    }
  }

  /** One chunk. */
  private final class Portion extends Part {
    private final @Nullable Object[] values;
    private final long size;
    private @Nullable Object @Nullable [] items;
    private int taken;
    private boolean over;

    Portion(@Nullable Object[] items, long size) {
      super(ResultIterator.this.call, items.length);
      this.items = items;
      this.size = size;
      this.values = new @Nullable Object[items.length];
    }

    @Override
    protected long size() {
      return size + call.capturedSize();
    }

    @Override
    void putItems(MessageWriter to) throws IOException {
      @Nullable Object[] current = items;
      if (current != null) {
        for (Object item : current) {
          putItem(item, false, to);
        }
      }
    }

    @Override
    protected void dropArguments() {
      items = null;
    }

    @Override
    void begunBy(long pid) {}

    @Override
    protected void succeeded(int item, @Nullable Object value) {
      values[item] = value;
    }

    @Override
    void fails(int item, Throwable cause, long pid) {
      values[item] = new Failed(cause, pid);
    }

    @Override
    protected void cancelled() {
      failAll(new CancellationException("the pool was terminated"), -1);
    }

    @Override
    void ended() {
      synchronized (ResultIterator.this) {
        over = true;
        running.remove(this);
        if (!ordered) {
          portions.add(this);
        }
        ResultIterator.this.notifyAll();
      }
    }
  }
}
