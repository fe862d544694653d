package processpool.events;

import org.jspecify.annotations.Nullable;
import processpool.events.Observer.Cause;
import processpool.events.Observer.TaskFacts;

/** What is told of one task; exists only while somebody looks on. Thread-safe. */
public final class TaskTrace {
  private final Events events;
  private final long number;
  private final String function;
  private final int calls;
  private final long submission;
  private final long index;
  private final long size;

  // Guarded by this:
  private String node = "";
  private long pid = -1;
  private boolean ended;
  private @Nullable Cause failure;
  private long resultBytes;

  TaskTrace(
      Events events,
      long number,
      String function,
      int calls,
      long submission,
      long index,
      long size) {
    this.events = events;
    this.number = number;
    this.function = function;
    this.calls = calls;
    this.submission = submission;
    this.index = index;
    this.size = size;
  }

  synchronized TaskFacts facts() {
    return new TaskFacts(
        Events.now(),
        events.pool(),
        number,
        function,
        calls,
        submission,
        index,
        size,
        node,
        pid,
        resultBytes);
  }

  /**
   * A worker began it; the same worker saying so again says nothing new.
   *
   * @param byNode its machine; "" for this one
   * @param byPid its process id
   */
  public synchronized void started(String byNode, long byPid) {
    boolean same = pid == byPid && node.equals(byNode);
    if (same || ended) { // what was cancelled may be heard of once more
      return;
    }
    node = byNode;
    pid = byPid;
    TaskFacts facts = facts();
    events.tell(observer -> observer.taskStarted(facts));
  }

  /**
   * Outcomes of some of its calls have come.
   *
   * @param bytes how large they were
   */
  public synchronized void replied(long bytes) {
    resultBytes += bytes;
  }

  /**
   * One of its calls has no value; of several, the first to be told counts.
   *
   * @param cause why
   */
  public synchronized void failed(Cause cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /** All its calls have ended. */
  public synchronized void ended() {
    ended = true;
    TaskFacts facts = facts();
    Cause cause = failure;
    if (cause == null) {
      events.tell(observer -> observer.taskFinished(facts));
    } else {
      events.tell(observer -> observer.taskFailed(facts, cause));
    }
  }
}
