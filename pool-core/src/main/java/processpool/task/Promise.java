package processpool.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.schedule.Deadline;
import processpool.schedule.Outcome;
import processpool.schedule.WorkerId;
import processpool.wire.FunctionCode;

/**
 * What a result waits for: a value, {@link Failed}, or an {@link Unread} that becomes one of them.
 *
 * <p>Who ends it only leaves that there. What only the program's classes can read is read by the
 * thread that asks for it, so nobody reads for others; and what is to be said about its end, to a
 * log or to callbacks, is said afterwards, elsewhere.
 */
public final class Promise extends CompletableFuture<@Nullable Object> {
  /** What the result comes from, until it is there. */
  public interface Source {
    /**
     * Cancels it.
     *
     * @param running whether also when it has begun
     * @return false when it is too late
     */
    boolean cancel(boolean running);

    /**
     * The worker that has begun it.
     *
     * @return {@link WorkerId#NOBODY} when none has
     */
    WorkerId worker();

    /**
     * Takes part in bringing it about, for a moment and no longer than told.
     *
     * @param nanos how long at most
     */
    void help(long nanos);

    /**
     * How many of its calls have ended, well or not; cancelled ones have not.
     *
     * @return the number
     */
    int completed();
  }

  /** What has arrived and has not been read. */
  static final class Unread extends FutureTask<@Nullable Object> {
    Unread(java.util.concurrent.Callable<@Nullable Object> reading) {
      super(reading);
    }
  }

  // Set with release, as a volatile write would be a fence, for each of millions.
  private static final VarHandle WORKER;
  private static final VarHandle SOURCE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      WORKER = lookup.findVarHandle(Promise.class, "worker", WorkerId.class);
      SOURCE = lookup.findVarHandle(Promise.class, "source", Source.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Null for nobody yet. */
  private volatile @Nullable WorkerId worker;

  private volatile @Nullable Source source;
  private volatile @Nullable UnaskedFailure unasked;

  /** Somebody takes part in its end, so a failure will not go unnoticed. */
  private volatile boolean watched;

  /** How many of its calls had ended when it was cancelled. */
  private volatile int completed;

  private final FunctionCode function;

  /** Whatever comes of the source, which is let go with its end, what it calls is known. */
  Promise(Source source, FunctionCode function) {
    this.function = function;
    SOURCE.setRelease(this, source);
  }

  /** What it calls. */
  FunctionCode functionCode() {
    return function;
  }

  /**
   * What is called.
   *
   * @return as {@code Class::method}, for people
   */
  public String function() {
    return function.name();
  }

  void startedBy(WorkerId who) {
    WORKER.setRelease(this, who);
  }

  /** Ends it with a value, {@link Unread} or {@link Failed}. */
  void end(@Nullable Object outcome) {
    if (outcome instanceof Failed failed && failed.isCancelled()) {
      noteCompleted();
    }
    boolean first = complete(outcome);
    SOURCE.setRelease(this, (Source) null);
    if (first && outcome instanceof Failed failed && !watched && !failed.isCancelled()) {
      watchUnasked(failed);
    }
  }

  private void noteCompleted() {
    Source from = source;
    if (from != null && !isDone()) {
      completed = from.completed();
    }
  }

  /**
   * Comes after its end, and may fail for want of a thread or of a logger: then it is not logged.
   */
  private void watchUnasked(Failed failed) {
    try {
      unasked = UnaskedFailure.watch(this, failed);
      if (watched) {
        asked(); // somebody came in between, and did not find it
      }
    } catch (Throwable cannot) {
      Log.debug("a failure that nobody asks about will not be logged", cannot);
    }
  }

  /** Somebody knows of its end, or will: nothing is to be logged. */
  public void asked() {
    watched = true;
    UnaskedFailure failure = unasked;
    if (failure != null) {
      failure.asked();
    }
  }

  /**
   * Takes part in bringing it about.
   *
   * @param deadline until when at most
   */
  public void help(Deadline deadline) {
    Source from = source;
    if (from != null && !isDone()) {
      from.help(deadline.left());
    }
  }

  /**
   * Waits for its end, and reads what has arrived.
   *
   * @param deadline until when at most
   * @return a value or {@link Failed}
   * @throws TimeoutException when the time ran out
   * @throws InterruptedException when interrupted while waiting
   */
  public @Nullable Object await(Deadline deadline) throws TimeoutException, InterruptedException {
    Object outcome = awaitUnread(deadline);
    return outcome instanceof Unread unread ? Failed.Reading.await(unread, deadline) : outcome;
  }

  /**
   * Waits for its end only.
   *
   * @param deadline until when at most
   * @return a value, {@link Failed}, or what is still to be read
   * @throws TimeoutException when the time ran out
   * @throws InterruptedException when interrupted while waiting
   */
  public @Nullable Object awaitUnread(Deadline deadline)
      throws TimeoutException, InterruptedException {
    help(deadline);
    try {
      return deadline.isNever() ? get() : get(deadline.left(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException never) {
      throw new AssertionError(never);
    }
  }

  /**
   * How it ended.
   *
   * @return the failure; null when it has not ended, or well, as far as is known unread
   */
  public @Nullable Failed failed() {
    return getNow(null) instanceof Failed failed ? failed : null;
  }

  /**
   * Which worker runs or ran it.
   *
   * @return {@link WorkerId#NOBODY} until one took it
   */
  public WorkerId worker() {
    Source from = source;
    if (worker == null && from != null) {
      WorkerId now = from.worker();
      if (now.pid() >= 0) {
        worker = now;
      }
    }
    WorkerId known = worker; // which may have ended while we looked
    return known == null ? WorkerId.NOBODY : known;
  }

  /**
   * How many of its calls have ended, well or not; cancelled ones have not.
   *
   * @param all how many there are
   * @return at most that
   */
  public int completed(int all) {
    Source from = source;
    if (from != null && !isDone()) {
      return Math.min(all, from.completed());
    }
    Failed failed = failed();
    return failed != null && failed.isCancelled() ? completed : all;
  }

  /**
   * Cancels the task.
   *
   * @param running whether also when it has begun
   * @return whether this call cancelled it
   */
  public boolean cancelTask(boolean running) {
    Source from = source;
    if (from == null || isDone() || !from.cancel(running)) {
      return false;
    }
    end(new Failed(NO_EXCEPTIONS, new Outcome.Cancelled("the task was cancelled"), -1));
    return isDone() && failed() != null;
  }

  /** A cancelled result throws its own exception, made by who asks. */
  private static final Exceptions NO_EXCEPTIONS =
      new Exceptions() {
        @Override
        public String pool() {
          return ""; // nobody logs that something was cancelled
        }

        @Override
        public Throwable of(Outcome outcome, int index) {
          return new java.util.concurrent.CancellationException(text(outcome));
        }

        @Override
        public String text(Outcome outcome) {
          return outcome instanceof Outcome.Cancelled cancelled ? cancelled.why() : "";
        }
      };
}
