package processpool.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import processpool.PoolListener;

/**
 * Puts a pool's events together. Safe for threads: events come on one, questions on another.
 *
 * @since 0.1
 */
public class RunRecorder implements PoolListener {
  private static final double UNKNOWN = -1;

  private final Map<Run.Who, Worker> workers = new LinkedHashMap<>();
  private final Map<Long, Task> running = new LinkedHashMap<>();
  private final List<Run.Bar> bars = new ArrayList<>();

  /** By how much the number of waiting tasks changes, and when. */
  private final TreeMap<Double, Integer> door = new TreeMap<>();

  private @Nullable Instant begun;
  private double last;

  private static final class Worker {
    final Run.Who who;
    final double started;
    double ready = UNKNOWN;
    double ended = UNKNOWN;

    Worker(Run.Who who, double started) {
      this.who = who;
      this.started = started;
    }
  }

  private static final class Task {
    final double submitted;
    double from = UNKNOWN;
    Run.Who who;
    Seen latest;

    Task(Seen event, double submitted) {
      this.who = event.who();
      this.latest = event;
      this.submitted = submitted;
    }
  }

  /** What is used of an event; only pools make those. */
  record Seen(Instant time, long task, String function, int calls, Run.Who who) {
    static Seen of(TaskEvent event) {
      Run.Who who = new Run.Who(event.node(), event.pid());
      return new Seen(event.time(), event.task(), event.function(), event.calls(), who);
    }
  }

  /**
   * Which process an event is about.
   *
   * @param worker the event
   * @return the worker
   */
  protected static Run.Who who(WorkerEvent worker) {
    return new Run.Who(worker.node(), worker.pid());
  }

  /** An empty record. */
  public RunRecorder() {}

  private double seconds(Instant time) {
    if (begun == null) {
      begun = time;
    }
    // Threads may report in another order than that in which they looked at the clock.
    double seconds = Math.max(0, Duration.between(begun, time).toNanos() / 1e9);
    last = Math.max(last, seconds);
    return seconds;
  }

  @Override
  public void workerStarted(WorkerEvent worker) {
    workerStarted(worker.time(), who(worker));
  }

  synchronized void workerStarted(Instant time, Run.Who who) {
    workers.put(who, new Worker(who, seconds(time)));
  }

  @Override
  public synchronized void workerReady(WorkerEvent worker) {
    Worker known = workers.get(who(worker));
    if (known != null) {
      known.ready = seconds(worker.time());
    }
  }

  @Override
  public void workerEnded(WorkerEvent worker, int exitCode) {
    workerEnded(worker.time(), who(worker));
  }

  synchronized void workerEnded(Instant time, Run.Who who) {
    Worker known = workers.get(who);
    if (known != null) {
      known.ended = seconds(time);
    }
  }

  @Override
  public void taskSubmitted(TaskEvent task) {
    submitted(Seen.of(task));
  }

  synchronized void submitted(Seen task) {
    double time = seconds(task.time());
    running.put(task.task(), new Task(task, time));
    door.merge(time, 1, Integer::sum);
  }

  @Override
  public void taskStarted(TaskEvent task) {
    started(Seen.of(task));
  }

  synchronized void started(Seen task) {
    Task known = running.get(task.task());
    double time = seconds(task.time());
    if (known == null) {
      return;
    }
    if (known.from == UNKNOWN) {
      door.merge(time, -1, Integer::sum);
    } else {
      addBar(known, endOf(known.who, time), Run.Outcome.FAILED); // its worker died; another try
    }
    known.from = time;
    known.who = task.who();
    known.latest = task;
  }

  private double endOf(Run.Who who, double otherwise) {
    Worker worker = workers.get(who);
    return worker == null || worker.ended == UNKNOWN ? otherwise : worker.ended;
  }

  @Override
  public void taskFinished(TaskEvent task) {
    ended(Seen.of(task), Run.Outcome.FINISHED);
  }

  @Override
  public void taskFailed(TaskEvent task, Throwable cause) {
    ended(Seen.of(task), Run.Outcome.FAILED);
  }

  synchronized void ended(Seen task, Run.Outcome outcome) {
    Task known = running.remove(task.task());
    double time = seconds(task.time());
    if (known == null) {
      return;
    }
    if (known.from == UNKNOWN) {
      door.merge(time, -1, Integer::sum);
    } else {
      addBar(known, Math.min(time, endOf(known.who, time)), outcome);
    }
  }

  private void addBar(Task task, double to, Run.Outcome outcome) {
    bars.add(bar(task, to, outcome));
  }

  private static Run.Bar bar(Task task, double to, Run.Outcome outcome) {
    Seen event = task.latest;
    return new Run.Bar(
        event.task(),
        event.function(),
        event.calls(),
        task.who,
        task.submitted,
        task.from,
        to,
        outcome);
  }

  /**
   * What has happened so far. What still runs is cut off in what is returned, and goes on here.
   *
   * @param now the time of asking
   * @return the run
   */
  public synchronized Run until(Instant now) {
    double end = begun == null ? 0 : seconds(now);
    List<Run.Bar> all = new ArrayList<>(bars);
    for (Task task : running.values()) {
      if (task.from != UNKNOWN) {
        all.add(bar(task, end, Run.Outcome.CUT_OFF));
      }
    }
    all.sort(Comparator.comparingDouble(Run.Bar::from).thenComparingLong(Run.Bar::task));
    List<Run.Lane> lanes = new ArrayList<>();
    for (Worker worker : workers.values()) {
      double ended = worker.ended == UNKNOWN ? end : worker.ended;
      lanes.add(
          new Run.Lane(
              worker.who, worker.started, worker.ready == UNKNOWN ? ended : worker.ready, ended));
    }
    return new Run(List.copyOf(lanes), List.copyOf(all), waiting(end), last);
  }

  synchronized long endedWorkers() {
    return workers.values().stream().filter(worker -> worker.ended != UNKNOWN).count();
  }

  private List<Run.Waiting> waiting(double end) {
    List<Run.Waiting> stretches = new ArrayList<>();
    int tasks = 0;
    double from = 0;
    for (Map.Entry<Double, Integer> change : door.entrySet()) {
      if (tasks > 0 && change.getKey() > from) {
        stretches.add(new Run.Waiting(from, change.getKey(), tasks));
      }
      tasks += change.getValue();
      from = change.getKey();
    }
    if (tasks > 0 && end > from) {
      stretches.add(new Run.Waiting(from, end, tasks));
    }
    return List.copyOf(stretches);
  }
}
