package processpool.local;

import java.util.concurrent.atomic.AtomicBoolean;
import processpool.events.Log;
import processpool.schedule.WorkerSettings.Prepared;
import processpool.wire.MessageWriter;
import processpool.wire.ToWorker;

/** What a pool's workers run before they leave; and what is said, once, when that goes wrong. */
final class WorkerExit {
  private final MessageWriter message = new MessageWriter(ToWorker.AT_EXIT);
  private final String pool;
  private final AtomicBoolean threw = new AtomicBoolean();
  private final AtomicBoolean hung = new AtomicBoolean();

  WorkerExit(Prepared task, String pool) {
    task.putTo(message);
    this.pool = pool;
  }

  /** Tells a worker what to run. */
  MessageWriter message() {
    return message;
  }

  void threw(long pid, String trace) {
    if (!threw.getAndSet(true)) {
      Log.warning(
          "onWorkerExit threw, and its worker left all the same; this is said once: worker pid="
              + pid
              + ", pool="
              + pool
              + "; mend it where the trace says\n"
              + trace,
          null);
    }
  }

  void hangs(long pid, long seconds) {
    if (!hung.getAndSet(true)) {
      Log.warning(
          "a worker that has an onWorkerExit to run did not leave in time, and is killed; this is"
              + " said once: worker pid="
              + pid
              + ", pool="
              + pool
              + ", limit="
              + seconds
              + "s; look what it, or a shutdown hook of a task, waits for",
          null);
    }
  }
}
