package processpool;

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

  Part(Call call, int size, MessageWriter arguments) {
    super(call.function(), size, call.arity(), arguments, call.loader());
    this.call = call;
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
    for (int item = 0; item < items(); item++) {
      threw(item, cause, pid);
    }
    finished();
  }

  @Override
  protected void failed(int item, Failure failed, long pid) {
    Throwable thrown = failed.thrown();
    threw(item, thrown == null ? new RemoteTaskException(failed, pid) : thrown, pid);
  }

  @Override
  protected void unreadable(int item, Throwable cause, long pid) {
    String message = "the task's result cannot be read in the parent: " + cause;
    threw(item, new IllegalStateException(message, cause), pid);
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
