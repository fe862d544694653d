package processpool.events;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What happens in one pool, told to all who look on. Telling comes beside the work: what goes wrong
 * with it is logged, and the work goes on.
 */
public final class Events {
  private static final AtomicLong TASKS = new AtomicLong();
  private static final AtomicLong SUBMISSIONS = new AtomicLong();

  // The clock of the day may jump; that of a run must not.
  @SuppressWarnings("TimeInStaticInitializer")
  private static final Instant EPOCH = Instant.now();

  private static final long EPOCH_NANOS = System.nanoTime();

  private final String pool;
  private final List<Observer> observers;

  /**
   * Tells of one pool.
   *
   * @param pool its name
   * @param observers who look on, beside the flight recorder
   */
  public Events(String pool, List<Observer> observers) {
    this.pool = pool;
    this.observers = List.copyOf(observers);
  }

  /**
   * Whose events these are.
   *
   * @return the pool's name
   */
  public String pool() {
    return pool;
  }

  /**
   * Whether anybody looks on: all that a task costs when nobody does.
   *
   * @return whether
   */
  public boolean active() {
    return !observers.isEmpty() || FlightRecorderAccess.recording();
  }

  /**
   * Numbers what is handed in at a time: a call, a map, an iteration.
   *
   * @return the number
   */
  public long nextSubmission() {
    return SUBMISSIONS.getAndIncrement();
  }

  /**
   * Begins to tell of a task that is being handed in.
   *
   * @param function what it calls, for people
   * @param calls how many calls
   * @param submission the number of the submission that it is a part of; below 0 when that has none
   * @param index the number of its first call in that
   * @param size how many calls that is; -1 while that is not known
   * @return is to be told the rest
   */
  public TaskTrace submitted(String function, int calls, long submission, long index, long size) {
    long number = submission < 0 ? nextSubmission() : submission;
    TaskTrace trace =
        new TaskTrace(this, TASKS.getAndIncrement(), function, calls, number, index, size);
    tell(observer -> observer.taskSubmitted(trace.facts()));
    return trace;
  }

  /**
   * A worker's process exists.
   *
   * @param pid its process id
   */
  public void workerStarted(long pid) {
    if (active()) {
      Instant time = now();
      tell(observer -> observer.workerStarted(time, pool, pid));
    }
  }

  /**
   * A worker can take its first task.
   *
   * @param pid its process id
   */
  public void workerReady(long pid) {
    if (active()) {
      Instant time = now();
      tell(observer -> observer.workerReady(time, pool, pid));
    }
  }

  /**
   * A worker's process has ended.
   *
   * @param pid its process id
   * @param exitCode its exit code
   */
  public void workerEnded(long pid, int exitCode) {
    if (active()) {
      Instant time = now();
      tell(observer -> observer.workerEnded(time, pool, pid, exitCode));
    }
  }

  static Instant now() {
    return EPOCH.plusNanos(System.nanoTime() - EPOCH_NANOS);
  }

  void tell(Consumer<Observer> event) {
    for (Observer observer : observers) {
      tell(observer, event);
    }
    if (FlightRecorderAccess.recording()) {
      tell(FlightEvents.RECORDER, event);
    }
  }

  private static void tell(Observer observer, Consumer<Observer> event) {
    try {
      event.accept(observer);
    } catch (Throwable broken) {
      Log.error(Words.EVENTS, broken);
    }
  }
}
