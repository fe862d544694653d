package processpool;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Callbacks;
import processpool.schedule.Deadline;
import processpool.schedule.WorkerId;
import processpool.task.Failed;
import processpool.task.Promise;

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
 * @since 0.1
 */
public final class AsyncResult<R extends @Nullable Object> implements Future<R> {
  private final Promise promise;
  private final int size;

  /** Where callbacks run; null for the pool's own threads. */
  private final @Nullable CallbackExecutor executor;

  /**
   * Looks at a promise.
   *
   * @param promise what the result waits for
   * @param size how many calls it is
   * @param executor where callbacks run; null for the pool's own threads
   */
  AsyncResult(Promise promise, int size, @Nullable CallbackExecutor executor) {
    this.promise = promise;
    this.size = size;
    this.executor = executor;
  }

  /** Calls back when it has ended; on the thread that ends it, so the callback must not block. */
  void whenEnded(Runnable callback) {
    var unused = promise.whenComplete((value, failure) -> callback.run());
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
    try {
      return value(promise.await(Deadline.in(Long.MAX_VALUE)));
    } catch (TimeoutException never) {
      throw new AssertionError("waited for ever", never);
    }
  }

  private R value(@Nullable Object outcome) throws ExecutionException {
    if (outcome instanceof Failed failed) {
      promise.asked();
      if (failed.isCancelled()) {
        throw new CancellationException(failed.text());
      }
      throw new FailedTaskException(failed, failed.thrown());
    }
    return typed(outcome);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // nothing else ends it well than an R
  private R typed(@Nullable Object outcome) {
    return (R) outcome;
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
    return get(Deadline.in(timeout, unit));
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
    return get(Deadline.in(timeout));
  }

  private R get(Deadline deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      Object outcome = promise.await(deadline);
      if (outcome instanceof Failed failed && !failed.isCancelled()) {
        var unused = failed.exception(deadline); // which its class may take long to make
      }
      return value(outcome);
    } catch (TimeoutException silent) {
      throw new TimeoutException(
          "no result in the time given; the task goes on, and get() can be called again");
    }
  }

  /**
   * Waits until the result is there, good or bad. Python: {@code wait(timeout)}.
   *
   * @param timeout how long at most; null is refused
   * @return false when the time ran out
   * @throws InterruptedException when this thread is interrupted
   */
  public boolean await(Duration timeout) throws InterruptedException {
    try {
      var unused = promise.awaitUnread(Deadline.in(timeout));
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /**
   * Whether the result is there, good or bad. What its classes do when it is read, they do when it
   * is asked for. Python: {@code ready()}.
   *
   * @return whether
   */
  public boolean ready() {
    return promise.isDone();
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
    promise.asked();
    try {
      return !(promise.await(Deadline.in(Long.MAX_VALUE)) instanceof Failed);
    } catch (TimeoutException | InterruptedException stillBeingRead) {
      Thread.currentThread().interrupt();
      return promise.failed() == null;
    }
  }

  /**
   * The process id of the worker that runs or ran it; for a map, of the first that took a part.
   * Python has no counterpart.
   *
   * @return the id, empty until a worker took it
   */
  public OptionalLong workerPid() {
    long pid = promise.worker().pid();
    return pid < 0 ? OptionalLong.empty() : OptionalLong.of(pid);
  }

  /**
   * The node of the worker that runs or ran it. Python has no counterpart.
   *
   * @return its name; empty text for this machine, and until a worker took it
   * @since 0.2
   */
  public String node() {
    return promise.worker().node();
  }

  /**
   * How many calls it is. Python has no counterpart.
   *
   * @return the number of a map's arguments; 1 for a single task
   * @since 0.2
   */
  public int size() {
    return size;
  }

  /**
   * How many of its calls have ended, well or not. Python has no counterpart.
   *
   * @return 0 to {@link #size()}
   * @since 0.2
   */
  public int completed() {
    return promise.completed(size);
  }

  /**
   * A future that ends as this one does: the place for callbacks, {@code thenAccept} for Python's
   * {@code callback}, {@code exceptionally} for {@code error_callback}. Unless the pool has a
   * {@linkplain ProcessPool.Builder#callbackExecutor callbackExecutor}, they run one after the
   * other on a thread for callbacks, and may block: others then run on another, a few milliseconds
   * later. If the result is there already, the future is finished, and callbacks run on the thread
   * that adds them. Ending or cancelling it leaves the task alone.
   *
   * @return the future
   */
  public CompletableFuture<R> toCompletableFuture() {
    promise.asked();
    CompletableFuture<R> copy = new CompletableFuture<>();
    if (promise.isDone()) {
      end(copy);
    } else {
      Runnable ending = ending(copy); // made now, while there is memory
      // Its own failures are the caller's callbacks', which see them themselves.
      var unused = promise.whenComplete((value, failure) -> Callbacks.run(ending));
    }
    return copy;
  }

  private Runnable ending(CompletableFuture<R> copy) {
    CallbackExecutor given = executor;
    Runnable ending = () -> end(copy);
    return given == null ? ending : () -> given.execute(ending);
  }

  private void end(CompletableFuture<R> copy) {
    Object outcome;
    try {
      outcome = promise.await(Deadline.in(Long.MAX_VALUE));
    } catch (TimeoutException | InterruptedException stillBeingRead) {
      Thread.currentThread().interrupt();
      Callbacks.run(ending(copy));
      return;
    } catch (IllegalStateException cannotBeRead) { // for want of memory, say
      copy.completeExceptionally(cannotBeRead);
      return;
    }
    if (outcome instanceof Failed failed) {
      copy.completeExceptionally(failed.thrown());
    } else {
      copy.complete(typed(outcome));
    }
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
    return promise.cancelTask(mayInterruptIfRunning);
  }

  @Override
  public boolean isCancelled() {
    Failed failed = promise.failed();
    return failed != null && failed.isCancelled();
  }

  @Override
  public boolean isDone() {
    return promise.isDone();
  }

  @Override
  public String toString() {
    return "AsyncResult[" + promise.function() + ", " + state() + "]";
  }

  private String state() {
    Failed failed = promise.failed();
    if (failed != null) {
      return failed.isCancelled() ? "cancelled" : "failed with " + firstLine(failed.text());
    }
    if (ready()) {
      return "succeeded";
    }
    String ended = size == 1 ? "" : ", " + completed() + " of " + size + " calls have ended";
    WorkerId worker = promise.worker();
    if (worker.pid() < 0) {
      return "waiting" + ended;
    }
    String node = worker.node().isEmpty() ? "" : " on " + worker.node();
    return "running in worker pid=" + worker.pid() + node + ended;
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
