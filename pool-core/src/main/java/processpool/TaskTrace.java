package processpool;

import java.util.List;
import org.jspecify.annotations.Nullable;
import processpool.PoolListener.TaskEvent;

/** What is told of one task; exists only while somebody listens. */
final class TaskTrace {
  final long task;
  final String function;
  final int calls;

  private final Events events;
  private final List<Audience> audiences;
  private volatile long pid = -1;
  private boolean ended;
  private volatile @Nullable Throwable failure;

  TaskTrace(Events events, long task, String function, int calls) {
    this.events = events;
    this.audiences = events.audiences();
    this.task = task;
    this.function = function;
    this.calls = calls;
    TaskEvent event = events.event(this, pid);
    audiences.forEach(audience -> audience.tell(listener -> listener.taskSubmitted(event)));
    if (FlightRecorderAccess.recording()) {
      FlightEvents.taskSubmitted(event);
    }
  }

  /** A worker began it; the same worker saying so again says nothing new. */
  synchronized void started(long byPid) {
    if (pid == byPid || ended) { // what was cancelled may be heard of once more
      return;
    }
    pid = byPid;
    TaskEvent event = events.event(this, byPid);
    audiences.forEach(audience -> audience.tell(listener -> listener.taskStarted(event)));
    if (FlightRecorderAccess.recording()) {
      FlightEvents.taskStarted(event);
    }
  }

  /** One of its calls failed; the first counts. */
  void threw(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  synchronized void ended() {
    ended = true;
    TaskEvent event = events.event(this, pid);
    Throwable cause = failure;
    if (cause == null) {
      audiences.forEach(audience -> audience.tell(listener -> listener.taskFinished(event)));
      if (FlightRecorderAccess.recording()) {
        FlightEvents.taskFinished(event);
      }
    } else {
      audiences.forEach(audience -> audience.tell(listener -> listener.taskFailed(event, cause)));
      if (FlightRecorderAccess.recording()) {
        FlightEvents.taskFailed(event, cause);
      }
    }
  }
}
