package processpool;

import java.time.Instant;
import processpool.PoolListener.OutputEvent;
import processpool.PoolListener.TaskEvent;
import processpool.PoolListener.WorkerEvent;
import processpool.events.Observer.TaskFacts;
import processpool.events.Observer.WorkerFacts;

/** What pools alone can make: for tests of what no pool of one machine tells. */
public final class FakeEvents {
  private FakeEvents() {}

  /** A worker of another machine, say. */
  public static WorkerEvent worker(Instant time, int index, String node, long pid) {
    return new WorkerEvent(new WorkerFacts(time, "fake", index, node, pid));
  }

  /** The end of one. */
  public static WorkerEvent ended(Instant time, int index, String node, long pid, WorkerEnd end) {
    return new WorkerEvent(new WorkerFacts(time, "fake", index, node, pid), end);
  }

  /** A task of a single call. */
  public static TaskEvent task(Instant time, long task, String node, long pid) {
    return new TaskEvent(
        new TaskFacts(time, "fake", task, "Far::away", 1, task, 0, 1, node, pid, 0));
  }

  /** What one printed. */
  public static OutputEvent printed(WorkerEvent worker, String text) {
    return new OutputEvent(worker, false, text);
  }
}
