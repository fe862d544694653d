package processpool.task;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import processpool.events.Observer.Cause;
import processpool.schedule.Deadline;
import processpool.schedule.Helpers;
import processpool.schedule.Outcome;
import processpool.schedule.WorkerId;

/** A call without a value, as a result keeps it: the exception is made once, when asked for. */
public final class Failed implements Cause {
  private final Exceptions exceptions;
  private final Outcome outcome;
  private final int index;
  private final FutureTask<Throwable> exception;

  /**
   * Keeps a failure.
   *
   * @param exceptions makes what users see of it
   * @param outcome how the call ended
   * @param index which of several arguments it was for; -1 when there was one only
   */
  public Failed(Exceptions exceptions, Outcome outcome, int index) {
    this.exceptions = exceptions;
    this.outcome = outcome;
    this.index = index;
    this.exception = new FutureTask<>(new Making(exceptions, outcome, index));
  }

  /** No lambda: the first failure may come when there is no memory to make the first of it. */
  private record Making(Exceptions exceptions, Outcome outcome, int index)
      implements Callable<Throwable> {
    @Override
    public Throwable call() {
      return exceptions.of(outcome, index);
    }
  }

  /**
   * Whether it was cancelled, by the pool's or the user's will.
   *
   * @return whether
   */
  public boolean isCancelled() {
    return outcome instanceof Outcome.Cancelled;
  }

  /**
   * How the call ended.
   *
   * @return the outcome
   */
  public Outcome outcome() {
    return outcome;
  }

  String pool() {
    return exceptions.pool();
  }

  /**
   * Which argument it was for.
   *
   * @return its index; -1 when there was one only
   */
  public int index() {
    return index;
  }

  /**
   * Which worker it happened in.
   *
   * @return {@link WorkerId#NOBODY} when in none
   */
  public WorkerId worker() {
    return outcome.where();
  }

  /**
   * The exception; made on a helper if there is a limit, as its class's code may take longer.
   *
   * @param deadline until when to wait
   * @return the exception
   * @throws TimeoutException when the time ran out
   * @throws InterruptedException when interrupted while waiting
   */
  public Throwable exception(Deadline deadline) throws TimeoutException, InterruptedException {
    return Reading.await(exception, deadline);
  }

  @Override
  public Throwable thrown() {
    exception.run();
    try {
      return exception.get();
    } catch (ExecutionException defect) {
      return defect.getCause() == null ? defect : defect.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return exceptions.of(outcome, index);
    }
  }

  @Override
  public String text() {
    return exceptions.text(outcome);
  }

  /** Runs what somebody waits for, here or on a helper. */
  static final class Reading {
    private Reading() {}

    static <T extends @Nullable Object> T await(FutureTask<T> task, Deadline deadline)
        throws TimeoutException, InterruptedException {
      if (!task.isDone()) {
        if (deadline.isNever()) {
          task.run();
        } else {
          Helpers.run("reader", task);
        }
      }
      try {
        return deadline.isNever()
            ? task.get()
            : task.get(deadline.left(), java.util.concurrent.TimeUnit.NANOSECONDS);
      } catch (ExecutionException defect) {
        throw new IllegalStateException("making a task's result failed", defect.getCause());
      }
    }
  }
}
