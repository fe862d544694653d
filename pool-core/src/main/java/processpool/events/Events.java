package processpool.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import processpool.events.Observer.EndReason;
import processpool.events.Observer.WorkerFacts;

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

  /** Changed as a whole, as somebody may begin to look on while the pool works. */
  private volatile List<Observer> observers;

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
   * Who looks on, beside the flight recorder.
   *
   * @return those there are now
   */
  public List<Observer> observers() {
    return observers;
  }

  /**
   * From now on this one looks on, too; once, however often it is added.
   *
   * @param observer who
   * @return false when it does already
   */
  public synchronized boolean add(Observer observer) {
    if (observers.contains(observer)) {
      return false;
    }
    List<Observer> more = new ArrayList<>(observers);
    more.add(observer);
    observers = List.copyOf(more);
    return true;
  }

  /**
   * This one looks on no more.
   *
   * @param observer who
   * @return false when it did not
   */
  public synchronized boolean remove(Observer observer) {
    List<Observer> fewer = new ArrayList<>(observers);
    boolean there = fewer.remove(observer);
    observers = List.copyOf(fewer);
    return there;
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
   * @param index which of the pool's workers it is
   * @param node its machine; "" for this one
   * @param pid its process id
   */
  public void workerStarted(int index, String node, long pid) {
    if (active()) {
      WorkerFacts worker = worker(index, node, pid);
      tell(observer -> observer.workerStarted(worker));
    }
  }

  /**
   * A worker can take its first task.
   *
   * @param index which of the pool's workers it is
   * @param node its machine; "" for this one
   * @param pid its process id
   */
  public void workerReady(int index, String node, long pid) {
    if (active()) {
      WorkerFacts worker = worker(index, node, pid);
      tell(observer -> observer.workerReady(worker));
    }
  }

  /**
   * A worker's process has ended.
   *
   * @param index which of the pool's workers it was
   * @param node its machine; "" for this one
   * @param pid its process id
   * @param exitCode its exit code
   * @param reason why
   */
  public void workerEnded(int index, String node, long pid, int exitCode, EndReason reason) {
    if (active()) {
      WorkerFacts worker = worker(index, node, pid);
      tell(observer -> observer.workerEnded(worker, exitCode, reason));
    }
  }

  /**
   * Whether anybody wants to hear what workers print.
   *
   * @return whether
   */
  public boolean outputIsHeard() {
    for (Observer observer : observers) {
      if (observer.hearsOutput()) {
        return true;
      }
    }
    return false;
  }

  /**
   * A worker printed something.
   *
   * @param index which of the pool's workers it is
   * @param node its machine; "" for this one
   * @param pid its process id
   * @param error whether to its standard error
   * @param text holds it, in UTF-8
   * @param offset where it begins
   * @param length how many bytes
   */
  public void printed(
      int index, String node, long pid, boolean error, byte[] text, int offset, int length) {
    WorkerFacts worker = worker(index, node, pid);
    byte[] copy = Arrays.copyOfRange(text, offset, offset + length);
    for (Observer observer : observers) {
      if (observer.hearsOutput()) {
        tell(observer, hearing -> hearing.printed(worker, error, copy));
      }
    }
  }

  private WorkerFacts worker(int index, String node, long pid) {
    return new WorkerFacts(now(), pool, index, node, pid);
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
