package processpool;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import processpool.wire.Failure;

/**
 * The result of a submission, now or later. Python's counterpart is AsyncResult. Safe for any
 * number of threads.
 *
 * <pre>{@code
 * AsyncResult<Integer> result = pool.applyAsync(Example::square, 7);
 * System.out.println(result.get());
 * }</pre>
 *
 * @param <R> what the task returns
 */
public final class AsyncResult<R extends @Nullable Object> implements Future<R> {
  private static final long NOBODY = -1;

  /** Callbacks may block or wait for other tasks, so each gets a thread that is not the pool's. */
  private static final Executor CALLBACKS =
      task -> {
        Thread thread = new Thread(task, "processpool-callback");
        thread.setDaemon(true);
        thread.start();
      };

  /** What the result comes from, until it is there. */
  interface Source {
    /** Cancels it; false when it is too late. */
    boolean cancel(boolean running);

    /** The process that has begun it, or -1. */
    long workerPid();

    /** Takes part in bringing it about, for a moment and no longer than told. */
    void help(long nanos);
  }

  /** To the future itself, some of the exceptions that a task may throw have a meaning. */
  private record Failed(Throwable cause, String where, boolean cancelled) {}

  /** What the task returned, or {@link Failed}. */
  private final CompletableFuture<@Nullable Object> done = new CompletableFuture<>();

  private volatile long workerPid = NOBODY;
  private volatile @Nullable Source source;
  private volatile @Nullable UnaskedFailure unasked;

  /** Somebody takes part in its end, so a failure will not go unnoticed. */
  private volatile boolean watched;

  AsyncResult(Source source) {
    this.source = source;
  }

  void startedBy(long pid) {
    workerPid = pid;
  }

  void complete(R value) {
    done.complete(value);
    source = null;
  }

  /**
   * Ends it badly.
   *
   * @param cause why; a CancellationException that comes from no worker is the pool's own
   * @param pid which worker, or -1
   * @param item which of several arguments, for messages
   */
  void fail(Throwable cause, long pid, String item) {
    String where = (pid < 0 ? "" : " in worker pid=" + pid) + item;
    boolean cancelled = pid < 0 && cause instanceof CancellationException;
    if (!watched && !cancelled) {
      unasked = UnaskedFailure.watch(this, cause, where);
      if (watched) {
        asked(); // somebody came in between, and did not find it
      }
    }
    done.complete(new Failed(cause, where, cancelled));
    source = null;
  }

  private void help(long nanos) {
    Source from = source;
    if (from != null && !done.isDone()) {
      from.help(nanos);
    }
  }

  /** Calls back when it has ended; on the thread that ends it, so the callback must not block. */
  void whenEnded(Runnable callback) {
    var unused = done.whenComplete((value, failure) -> callback.run());
  }

  private void asked() {
    watched = true;
    UnaskedFailure failure = unasked;
    if (failure != null) {
      failure.asked();
    }
  }

  /**
   * Waits for the result. Python: {@code get()}.
   *
   * @return what the task returned, possibly null
   * @throws ExecutionException when the task failed; the cause says how
   * @throws CancellationException when it was cancelled or the pool terminated
   * @throws InterruptedException when this thread is interrupted; the task goes on
   */
  @Override
  public R get() throws InterruptedException, ExecutionException {
    help(Long.MAX_VALUE);
    return value(done.get());
  }

  private R value(@Nullable Object outcome) throws ExecutionException {
    if (outcome instanceof Failed failed) {
      asked();
      if (failed.cancelled) {
        throw new CancellationException(failed.cause.getMessage());
      }
      throw new ExecutionException(
          "task failed" + failed.where + ": " + Failure.text(failed.cause), failed.cause);
    }
    return typed(outcome);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // nothing else completes it than an R
  private R typed(@Nullable Object outcome) {
    return (R) outcome;
  }

  private @Nullable Failed failed() {
    return done.getNow(null) instanceof Failed failed ? failed : null;
  }

  /**
   * Waits for the result, but no longer than told. Python: {@code get(timeout)}.
   *
   * @param timeout how long at most, in the given unit
   * @param unit of the timeout
   * @return what the task returned, possibly null
   * @throws TimeoutException when the time ran out; nothing is cancelled
   * @throws ExecutionException as {@link #get()}
   * @throws InterruptedException as {@link #get()}
   */
  @Override
  public R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    long begun = System.nanoTime();
    long nanos = unit.toNanos(timeout);
    help(nanos);
    return value(done.get(Math.max(0, nanos - (System.nanoTime() - begun)), TimeUnit.NANOSECONDS));
  }

  /**
   * Waits for the result, but no longer than told. Python: {@code get(timeout)}.
   *
   * @param timeout how long at most; null is refused
   * @return what the task returned, possibly null
   * @throws TimeoutException when the time ran out; nothing is cancelled
   * @throws ExecutionException as {@link #get()}
   * @throws InterruptedException as {@link #get()}
   */
  public R get(Duration timeout) throws InterruptedException, ExecutionException, TimeoutException {
    return get(nanos(timeout), TimeUnit.NANOSECONDS);
  }

  /**
   * Waits until the result is there, good or bad. Python: {@code wait(timeout)}.
   *
   * @param timeout how long at most; null is refused
   * @return false when the time ran out
   * @throws InterruptedException when this thread is interrupted
   */
  public boolean await(Duration timeout) throws InterruptedException {
    long begun = System.nanoTime();
    long nanos = nanos(timeout);
    help(nanos);
    try {
      done.get(Math.max(0, nanos - (System.nanoTime() - begun)), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException never) {
      throw new AssertionError(never);
    }
    return true;
  }

  /**
   * Whether the result is there, good or bad. Python: {@code ready()}.
   *
   * @return whether
   */
  public boolean ready() {
    return done.isDone();
  }

  /**
   * Whether the task returned without failing. Python: {@code successful()}.
   *
   * @return whether
   * @throws IllegalStateException while it is not ready
   */
  public boolean successful() {
    if (!ready()) {
      throw new IllegalStateException("result is not ready: wait with await() or get() first");
    }
    asked();
    return failed() == null;
  }

  /**
   * The process id of the worker that runs or ran it; for a map, of the first that took a part.
   * Python has no counterpart.
   *
   * @return the id, empty until a worker took it
   */
  public OptionalLong workerPid() {
    long pid = workerPid;
    Source from = source;
    if (pid == NOBODY && from != null) {
      pid = from.workerPid();
      if (pid != NOBODY) {
        workerPid = pid;
      } else { // it may have ended while we looked
        pid = workerPid;
      }
    }
    return pid == NOBODY ? OptionalLong.empty() : OptionalLong.of(pid);
  }

  /**
   * A new future that ends as this one does: the place for callbacks, {@code thenAccept} for
   * Python's {@code callback}, {@code exceptionally} for {@code error_callback}. They run on
   * threads of their own and may block. Ending or cancelling it leaves the task alone.
   *
   * @return the future
   */
  public CompletableFuture<R> toCompletableFuture() {
    asked();
    CompletableFuture<R> copy = new CompletableFuture<>();
    var unused = // its own failures are the caller's callbacks', which see them themselves
        done.whenCompleteAsync(
            (value, failure) -> {
              if (value instanceof Failed failed) {
                copy.completeExceptionally(failed.cause);
              } else {
                copy.complete(typed(value));
              }
            },
            CALLBACKS);
    return copy;
  }

  /**
   * Cancels the task.
   *
   * @param mayInterruptIfRunning true to kill the worker that runs it, if one does (of a map, all
   *     that do); false to cancel it only when nothing of it has begun
   * @return whether this call cancelled it
   */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    Source from = source;
    if (from == null || done.isDone() || !from.cancel(mayInterruptIfRunning)) {
      return false;
    }
    fail(new CancellationException("the task was cancelled"), NOBODY, "");
    return true;
  }

  @Override
  public boolean isCancelled() {
    Failed failed = failed();
    return failed != null && failed.cancelled;
  }

  @Override
  public boolean isDone() {
    return done.isDone();
  }

  @Override
  public String toString() {
    return "AsyncResult["
        + (!ready() ? "pending" : failed() != null ? "failed" : "successful")
        + "]";
  }

  static long nanos(Duration timeout) {
    try {
      return timeout.toNanos();
    } catch (ArithmeticException longerThan292Years) {
      return timeout.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }
}
