package processpool.task;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Deadline;
import processpool.schedule.Room;
import processpool.schedule.Scheduler;
import processpool.schedule.Timer;
import processpool.schedule.WorkerId;

/**
 * A task or map whose end is told to a progress listener before its result is. So there are two
 * promises: the task's own, and what its user has, which ends as that one did but a little later.
 */
final class WatchedResult extends Watched implements Promise.Source {
  private final Progress progress;
  private final Promise task;
  private final int size;
  private final Scheduler scheduler;
  private final Promise result;

  // Made now, while there is memory:
  private final Runnable taking = this::takeEnd;
  private final Runnable passing = this::passOn;
  private final Runnable looking = this::lookWhetherToWait;
  private final Runnable telling;
  private final AtomicBoolean passed = new AtomicBoolean();

  /** The pool is not to be found gone before the result has ended. Of whoever ends the task. */
  private boolean held;

  private volatile Timer.@Nullable Due patience;
  private int looks;
  private volatile boolean over;

  WatchedResult(Progress progress, Promise task, int size, Scheduler scheduler) {
    this.progress = progress;
    this.task = task;
    this.size = size;
    this.scheduler = scheduler;
    this.telling = scheduler::told;
    this.result = new Promise(this, task.functionCode());
  }

  /** From now on its end is taken; returns what its user is to have. */
  Promise begin() {
    task.asked(); // whoever has the result is the one to ask
    var unused = task.whenComplete((value, failure) -> Room.insist(taking));
    return result;
  }

  /** The task has ended; on the thread that ends it. */
  private void takeEnd() {
    if (!held) {
      scheduler.telling();
      held = true;
    }
    if (progress.isHeldUp()) {
      endTold();
    } else if (patience == null) {
      patience = Timer.after(Progress.PATIENCE_NANOS, looking);
    }
    over = true;
    progress.news(this);
  }

  /** The listener has not heard of it for a while; on the timer. */
  private void lookWhetherToWait() {
    if (++looks < Progress.MOST_PATIENCE && !passed.get() && !progress.isHeldUp()) {
      patience = Timer.after(Progress.PATIENCE_NANOS, looking);
    } else {
      endTold();
    }
  }

  @Override
  void endTold() {
    if (passed.compareAndSet(false, true)) {
      try {
        Room.insist(passing);
      } finally {
        Room.insist(telling);
      }
      Timer.Due timer = patience;
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  private void passOn() {
    WorkerId who = task.worker();
    if (who.pid() >= 0) {
      result.startedBy(who);
    }
    result.end(task.getNow(null));
  }

  @Override
  boolean isOver() {
    return over;
  }

  @Override
  long total() {
    return size;
  }

  @Override
  long done() {
    return completed();
  }

  // ---- for the result

  @Override
  public int completed() {
    return task.completed(size);
  }

  /** Who cancels finds it cancelled afterwards, and its last state told, as a rule. */
  @Override
  public boolean cancel(boolean running) {
    if (!task.cancelTask(running)) {
      return false;
    }
    if (!progress.isHeldUp()) {
      try {
        long most = (Progress.MOST_PATIENCE + 1) * Progress.PATIENCE_NANOS;
        var unused = result.get(most, TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException e) {
        return true; // the caller ends it
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return true;
  }

  @Override
  public WorkerId worker() {
    return task.worker();
  }

  @Override
  public void help(long nanos) {
    task.help(Deadline.in(nanos));
  }
}
