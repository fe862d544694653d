package processpool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Chunk;
import processpool.schedule.Deadline;
import processpool.schedule.Scheduler;
import processpool.task.SingleTask;
import processpool.wire.ReadableNames;

/**
 * A process pool as an ExecutorService. Its {@link #close()} is Java's: it waits, so it is made for
 * try-with-resources, on JDK 17 too. Python's counterpart is ProcessPoolExecutor.
 *
 * <pre>{@code
 * try (PoolExecutor executor = new ProcessPool(3).asExecutorService()) {
 *   Future<Integer> answer = executor.submit(() -> 6 * 7);
 *   System.out.println(answer.get());
 * }
 * }</pre>
 *
 * <p>Tasks run in other processes, so they must be serializable. Lambdas that return something are,
 * when handed to {@code submit}, {@code invokeAll} or {@code invokeAny} directly; one that returns
 * nothing needs a cast, {@code (Runnable & Serializable)}, or {@link ProcessPool#runAsync}. What is
 * not serializable is refused with IllegalArgumentException. Safe for any number of threads.
 *
 * @since 0.1
 */
public final class PoolExecutor implements ExecutorService, AutoCloseable {
  private final ProcessPool pool;
  private final Scheduler scheduler;

  PoolExecutor(ProcessPool pool, Scheduler scheduler) {
    this.pool = pool;
    this.scheduler = scheduler;
  }

  private <R extends @Nullable Object> AsyncResult<R> submitAs(Object task, Class<?> type) {
    try {
      return pool.submitAs(Objects.requireNonNull(task, "task"), type);
    } catch (IllegalStateException closed) {
      throw new RejectedExecutionException(closed.getMessage(), closed);
    }
  }

  /**
   * Submits a task that returns something. Does not wait.
   *
   * @param <R> the result
   * @param task what to run
   * @return the result, later
   * @throws RejectedExecutionException when the pool is closed
   * @throws IllegalArgumentException when it captures what cannot be serialized
   */
  public <R extends @Nullable Object> AsyncResult<R> submit(SerializableCallable<R> task) {
    return submitAs(task, Callable.class);
  }

  @Override
  public <R extends @Nullable Object> Future<R> submit(Callable<R> task) {
    return submitAs(task, Callable.class);
  }

  @Override
  public Future<?> submit(Runnable task) {
    return submitAs(task, Runnable.class);
  }

  @Override
  public <R extends @Nullable Object> Future<R> submit(Runnable task, R result) {
    try {
      return pool.submitRunnable(Objects.requireNonNull(task, "task"), result);
    } catch (IllegalStateException closed) {
      throw new RejectedExecutionException(closed.getMessage(), closed);
    }
  }

  /** Runs a serializable task; if it fails, that is logged, for nobody can ask. */
  @Override
  public void execute(Runnable task) {
    submitAs(task, Runnable.class);
  }

  /**
   * Runs all tasks and waits for them.
   *
   * @param <R> a result
   * @param tasks what to run
   * @return the results, all done, in the order of the tasks
   * @throws InterruptedException when this thread is interrupted; what is not done is cancelled
   * @throws RejectedExecutionException when the pool is closed
   */
  public <R extends @Nullable Object> List<Future<R>> invokeAll(
      List<? extends SerializableCallable<R>> tasks) throws InterruptedException {
    return invokeAll((Collection<? extends Callable<R>>) tasks);
  }

  @Override
  public <R extends @Nullable Object> List<Future<R>> invokeAll(
      Collection<? extends Callable<R>> tasks) throws InterruptedException {
    return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  @Override
  public <R extends @Nullable Object> List<Future<R>> invokeAll(
      Collection<? extends Callable<R>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    Objects.requireNonNull(tasks, "tasks");
    Deadline deadline = Deadline.in(timeout, unit);
    List<Future<R>> results = new ArrayList<>();
    boolean done = false;
    try {
      for (Callable<R> task : tasks) {
        results.add(submit(task));
      }
      for (Future<R> result : results) {
        if (!((AsyncResult<R>) result).await(Duration.ofNanos(deadline.left()))) {
          return results;
        }
      }
      done = true;
      return results;
    } finally {
      if (!done) {
        results.forEach(result -> result.cancel(true));
      }
    }
  }

  /**
   * Runs the tasks until one has returned, and cancels the others.
   *
   * @param <R> a result
   * @param tasks at least one
   * @return what the first one to succeed returned
   * @throws ExecutionException when all fail: how the last of them did
   * @throws InterruptedException when this thread is interrupted; all are cancelled
   * @throws RejectedExecutionException when the pool is closed
   */
  public <R extends @Nullable Object> R invokeAny(List<? extends SerializableCallable<R>> tasks)
      throws InterruptedException, ExecutionException {
    return invokeAny((Collection<? extends Callable<R>>) tasks);
  }

  @Override
  public <R extends @Nullable Object> R invokeAny(Collection<? extends Callable<R>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("waited for ever", e);
    }
  }

  @Override
  public <R extends @Nullable Object> R invokeAny(
      Collection<? extends Callable<R>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (Objects.requireNonNull(tasks, "tasks").isEmpty()) {
      throw new IllegalArgumentException("needs at least one task: tasks=[]");
    }
    Deadline deadline = Deadline.in(timeout, unit);
    LinkedBlockingQueue<AsyncResult<R>> ended = new LinkedBlockingQueue<>();
    List<AsyncResult<R>> results = new ArrayList<>();
    try {
      for (Callable<R> task : tasks) {
        AsyncResult<R> result = submitAs(task, Callable.class);
        results.add(result);
        result.whenEnded(() -> ended.add(result));
      }
      ExecutionException last = null;
      for (int i = 0; i < results.size(); i++) {
        AsyncResult<R> next = ended.poll(deadline.left(), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new TimeoutException(
              "no task has succeeded in the time given, and all are cancelled: give them longer");
        }
        try {
          return next.get(Duration.ofNanos(deadline.left()));
        } catch (ExecutionException failed) {
          last = failed;
        } catch (CancellationException terminated) {
          last = new ExecutionException(terminated);
        }
      }
      throw Objects.requireNonNull(last);
    } finally {
      results.forEach(result -> result.cancel(true));
    }
  }

  @Override
  public void shutdown() {
    pool.close();
  }

  /**
   * Stops now: workers are killed, pending results end with CancellationException.
   *
   * @return the tasks that had not begun, serializable still
   */
  @Override
  public List<Runnable> shutdownNow() {
    List<Runnable> unbegun = new ArrayList<>();
    for (Chunk chunk : pool.terminateNow()) {
      if (chunk instanceof SingleTask single) {
        Object task = single.task();
        unbegun.add(task instanceof Runnable runnable ? runnable : new Unbegun(task));
      }
    }
    return unbegun;
  }

  /** A task of another shape, as the interface wants it; running it calls the task here. */
  private record Unbegun(Object task) implements Runnable {
    @Override
    public void run() {
      try {
        if (task instanceof Callable<?> callable) {
          var unused = callable.call();
        } else if (task instanceof SerializableRunnable runnable) {
          runnable.run();
        } else {
          throw new UnsupportedOperationException(
              "the task takes arguments: task="
                  + ReadableNames.of(task.getClass())
                  + "; submit it with them to another pool");
        }
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("the task failed: " + e, e);
      }
    }
  }

  @Override
  public boolean isShutdown() {
    return scheduler.isClosed();
  }

  @Override
  public boolean isTerminated() {
    return scheduler.isGone();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return scheduler.awaitGone(Deadline.in(timeout, unit));
  }

  /**
   * Takes no new tasks, waits until all are done and the workers have left. When interrupted while
   * it waits, it ends the pool at once, and this thread stays interrupted.
   */
  @Override
  public void close() {
    boolean interrupted = false;
    shutdown();
    while (true) {
      try {
        pool.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        pool.terminate();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "PoolExecutor[" + pool + "]";
  }
}
