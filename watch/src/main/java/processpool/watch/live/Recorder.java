package processpool.watch.live;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import processpool.PoolListener;
import processpool.PoolStats;
import processpool.WorkerEnd;
import processpool.WorkerStats;
import processpool.watch.live.Lane.Task;

/** Hears what happens in a pool and writes the {@link History}. */
final class Recorder implements PoolListener {
  private final Instant opened = Instant.now();
  private final long openedNanos = System.nanoTime();

  /** The latest event: its clock is the pool's, which may be a little ahead of ours. */
  private final AtomicLong latest = new AtomicLong();

  /** One that has left the pool ends within such a time, or its end was missed. */
  private static final long GIVEN_UP = 40_000_000;

  private final History history;

  Recorder(History history) {
    this.history = history;
  }

  private long micros(Instant time) {
    return Duration.between(opened, time).toNanos() / 1_000;
  }

  private long event(Instant time) {
    long micros = micros(time);
    latest.accumulateAndGet(micros, Math::max);
    return micros;
  }

  /** The time now, not before any event. */
  long now() {
    return Math.max(latest.get(), (System.nanoTime() - openedNanos) / 1_000);
  }

  @Override
  public void workerStarted(WorkerEvent worker) {
    history.isThere(worker.node(), worker.pid(), worker.index(), event(worker.time()));
  }

  @Override
  public void workerReady(WorkerEvent worker) {
    long time = event(worker.time());
    Lane lane = history.lane(worker.node(), worker.pid());
    if (lane != null) {
      history.ready(lane, time);
    }
  }

  @Override
  public void workerEnded(WorkerEvent worker, int exitCode) {
    long time = event(worker.time());
    Lane lane = history.lane(worker.node(), worker.pid());
    if (lane != null) {
      history.ended(lane, time, exitCode, worker.end().map(WorkerEnd::name).orElse(""));
    }
  }

  private static Task task(TaskEvent task) {
    String function = History.shorten(task.function(), 120);
    return new Task(task.task(), function, task.calls(), task.index(), task.size());
  }

  @Override
  public void taskStarted(TaskEvent event) {
    long time = event(event.time());
    Lane lane = history.lane(event.node(), event.pid());
    if (lane != null) {
      history.begun(lane, task(event), time);
    }
  }

  @Override
  public void taskFinished(TaskEvent event) {
    over(event, false, "");
  }

  @Override
  public void taskFailed(TaskEvent event, Throwable cause) {
    String why;
    try {
      why = cause.toString();
    } catch (RuntimeException | Error ofTheProgramsOwn) {
      why = cause.getClass().getName();
    }
    over(event, true, why);
  }

  private void over(TaskEvent event, boolean failed, String why) {
    long time = event(event.time());
    Task task = task(event);
    history.counted(task, event.submission(), failed);
    Lane lane = history.lane(event.node(), event.pid());
    if (lane != null) {
      history.over(lane, task, time, failed, why);
    }
  }

  @Override
  public void printed(OutputEvent output) {
    WorkerEvent by = output.worker();
    long time = event(by.time());
    history.printed(by.index(), by.node(), by.pid(), time, output.isError(), output.text());
  }

  /** Some workers were there before anybody listened; and events may have been missed. */
  void take(PoolStats stats) {
    long now = now();
    history.sample(now, stats.waiting(), stats.busy());
    Set<Lane> there = new HashSet<>();
    for (WorkerStats worker : stats.workers()) {
      if (worker.pid() >= 0) {
        long started = Math.min(now, micros(worker.startedAt()));
        history.isThere(worker.node(), worker.pid(), worker.index(), started);
        Lane lane = history.lane(worker.node(), worker.pid());
        if (lane != null) {
          there.add(lane);
          if (worker.state() != WorkerStats.State.STARTING) {
            history.ready(lane, now);
          }
        }
      }
    }
    history.missing(there, now, GIVEN_UP);
  }
}
