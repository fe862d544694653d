package processpool;

import org.jspecify.annotations.Nullable;
import processpool.parent.Chunk;
import processpool.parent.WorkerDeath;
import processpool.wire.Failure;
import processpool.wire.MessageWriter;

/**
 * One chunk of a submission, on the side of the pool's face: turns all that can go wrong with it
 * into the exceptions that users see.
 */
abstract class Part extends Chunk {
  private final Call call;

  /** Null when nobody listens. */
  private @Nullable TaskTrace trace;

  Part(Call call, int size, MessageWriter arguments) {
    super(call.function(), size, call.arity(), arguments, call.loader());
    this.call = call;
  }

  /** It is about to be handed in. */
  final void submitted() {
    if (call.events().active()) {
      trace = call.events().submitted(call.function().name(), items());
    }
  }

  /** It was not taken after all. */
  final void refused(Throwable cause) {
    TaskTrace current = trace;
    if (current != null) {
      current.threw(cause);
      current.ended();
    }
  }

  /** A worker has begun it. */
  abstract void begunBy(long pid);

  /** Every call has its value, or none. */
  abstract void ended();

  /** Notes for those who listen why it fails. */
  final void noteFailure(Throwable cause) {
    TaskTrace current = trace;
    if (current != null) {
      current.threw(cause);
    }
  }

  @Override
  protected final void started(long pid) {
    TaskTrace current = trace;
    if (current != null) {
      current.started(pid);
    }
    begunBy(pid);
  }

  @Override
  protected final void finished() {
    TaskTrace current = trace;
    if (current != null) {
      current.ended();
    }
    ended();
  }

  /**
   * One call has no value.
   *
   * @param item which, from 0
   * @param cause why
   * @param pid where, or -1
   */
  abstract void threw(int item, Throwable cause, long pid);

  /** The whole chunk has no values. */
  final void failAll(Throwable cause, long pid) {
    noteFailure(cause);
    for (int item = 0; item < items(); item++) {
      threw(item, cause, pid);
    }
    finished();
  }

  @Override
  protected void failed(int item, Failure failed, long pid) {
    Throwable thrown = failed.thrown();
    Throwable cause = thrown == null ? new RemoteTaskException(failed, pid) : thrown;
    noteFailure(cause);
    threw(item, cause, pid);
  }

  @Override
  protected void unreadable(int item, Throwable cause, long pid) {
    String message = "the task's result cannot be read in the parent: " + cause;
    Throwable failure = new IllegalStateException(message, cause);
    noteFailure(failure);
    threw(item, failure, pid);
  }

  @Override
  protected void lost(WorkerDeath death) {
    failAll(new WorkerDiedException(death), death.pid());
  }

  @Override
  protected void timedOut(long pid) {
    started(pid); // or a worker that was stopped before it could say so
    failAll(new TaskTimeoutException(pid, call.timeout()), pid);
  }

  @Override
  protected void broken(WorkerDeath death) {
    failAll(new BrokenPoolException(death), -1);
  }
}
