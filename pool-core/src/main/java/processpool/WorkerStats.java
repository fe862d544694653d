package processpool;

import java.time.Duration;
import java.time.Instant;
import processpool.schedule.Figures;
import processpool.schedule.WorkerId;

/**
 * What one worker has done so far: part of a {@link PoolStats}, and as unchangeable. Python's Pool
 * has no counterpart.
 *
 * @since 0.2
 */
public final class WorkerStats {
  /**
   * What a worker does.
   *
   * @since 0.2
   */
  public enum State {
    /** Its process starts, or its initializer runs. */
    STARTING,
    /** It waits for a task. */
    IDLE,
    /** It runs a task. */
    BUSY,
    /** It is about to end, as it was killed for its task or cannot go on; it gets no other task. */
    LEAVING
  }

  private final int index;
  private final WorkerId id;
  private final State state;
  private final long tasks;
  private final Instant startedAt;
  private final Duration busyTime;
  private final Duration idleTime;
  private final long residentBytes;

  WorkerStats(Figures.OfWorker figures) {
    this.index = figures.index();
    WorkerId known = figures.id();
    this.id = known.pid() < 0 ? figures.runner().knownId() : known;
    this.state = state(figures);
    this.tasks = figures.calls();
    this.startedAt = figures.startedAt();
    this.busyTime = Duration.ofNanos(figures.busyNanos());
    this.idleTime = Duration.ofNanos(Math.max(0, figures.readyNanos() - figures.busyNanos()));
    this.residentBytes = figures.runner().residentBytes();
  }

  private static State state(Figures.OfWorker figures) {
    if (figures.leaving()) {
      return State.LEAVING;
    }
    if (!figures.ready()) {
      return State.STARTING;
    }
    return figures.running() > 0 ? State.BUSY : State.IDLE;
  }

  /**
   * Which of the pool's workers it is: who replaces a worker has the number of its predecessor.
   *
   * @return 0 to n-1; after a {@linkplain ProcessPool#resize resize} to fewer workers, those that
   *     are left keep their numbers
   */
  public int index() {
    return index;
  }

  /**
   * Its process id.
   *
   * @return the id; -1 while there is no process yet
   */
  public long pid() {
    return id.pid();
  }

  /**
   * Which machine it is on.
   *
   * @return the node's name; empty text for this machine
   */
  public String node() {
    return id.node();
  }

  /**
   * What it did at the moment of asking.
   *
   * @return the state
   */
  public State state() {
    return state;
  }

  /**
   * How many calls have ended in it, well or not; of a map, each argument is one.
   *
   * @return 0 or more
   */
  public long tasks() {
    return tasks;
  }

  /**
   * When its process was started.
   *
   * @return the moment, by the clock of the day of this program's machine
   */
  public Instant startedAt() {
    return startedAt;
  }

  /**
   * How long it has had tasks to run, from when it was handed one until it was known here that none
   * was left.
   *
   * @return zero or more; of a worker elsewhere as far as its engine tells
   */
  public Duration busyTime() {
    return busyTime;
  }

  /**
   * How long it has waited for tasks since it was ready for its first.
   *
   * @return zero or more
   */
  public Duration idleTime() {
    return idleTime;
  }

  /**
   * How much memory its process had in use, heap and all else, without what was swapped out.
   *
   * @return bytes; -1 where that is not known: not on Linux, or not on this machine
   */
  public long residentBytes() {
    return residentBytes;
  }

  @Override
  public String toString() {
    return "WorkerStats[index="
        + index
        + ", pid="
        + id.pid()
        + (id.node().isEmpty() ? "" : ", node=" + id.node())
        + ", state="
        + state
        + ", tasks="
        + tasks
        + ", startedAt="
        + startedAt
        + ", busyTime="
        + busyTime
        + ", idleTime="
        + idleTime
        + ", residentBytes="
        + residentBytes
        + "]";
  }
}
