package processpool;

import java.util.List;
import processpool.schedule.Figures;

/**
 * What a pool has done so far: a snapshot, which later events do not change. Counted in calls: a
 * task of one call is one, a map as many as it has arguments, an iteration as many as were read.
 * Python's Pool has no counterpart.
 *
 * <pre>{@code
 * PoolStats stats = pool.stats();
 * System.out.println(stats.waiting() + " wait, " + stats.busy() + " run");
 * }</pre>
 *
 * <p>Each call that was submitted is in one of {@link #succeeded}, {@link #failed}, {@link
 * #cancelled} and {@link #waiting}, or runs in one of the {@link #busy} workers. A call is counted
 * before its result is there. While calls run, some that have ended may still be told as running or
 * waiting; once all results are there, the numbers are exact. They count from the pool's start,
 * whoever dies, retires or is resized away.
 *
 * @since 0.2
 */
public final class PoolStats {
  private final String name;
  private final Figures figures;
  private final List<WorkerStats> workers;

  PoolStats(String name, Figures figures) {
    this.name = name;
    this.figures = figures.sums(); // without what runs the pool
    this.workers = figures.workers().stream().map(WorkerStats::new).toList();
  }

  /**
   * The pool's name.
   *
   * @return as its builder was told, or {@code pool-1}, {@code pool-2} and so on
   */
  public String name() {
    return name;
  }

  /**
   * How many workers there are to be: fewer may be there, while one is replaced, and more, until
   * those that are too many have left.
   *
   * @return at least 1
   */
  public int processes() {
    return figures.processes();
  }

  /**
   * How many workers run a call. Each runs one at a time, so this is also how many calls run.
   *
   * @return 0 or more
   */
  public int busy() {
    return figures.running();
  }

  /**
   * How many workers wait for a call.
   *
   * @return 0 or more; those that start or leave are neither busy nor idle
   */
  public int idle() {
    int idle = 0;
    for (WorkerStats worker : workers) {
      idle += worker.state() == WorkerStats.State.IDLE ? 1 : 0;
    }
    return idle;
  }

  /**
   * How many calls no worker has begun, as far as is known here.
   *
   * @return 0 or more
   */
  public long waiting() {
    return figures.waiting();
  }

  /**
   * How many calls the pool has taken. One that is tried again, as its worker died, counts once.
   *
   * @return 0 or more
   */
  public long submitted() {
    return figures.submitted();
  }

  /**
   * How many calls returned in their workers; also those whose result then cannot be read here.
   *
   * @return 0 or more
   */
  public long succeeded() {
    return figures.succeeded();
  }

  /**
   * How many calls threw, lost their worker, passed their time limit, or could not be run.
   *
   * @return 0 or more
   */
  public long failed() {
    return figures.failed();
  }

  /**
   * How many calls were cancelled, be it by {@link ProcessPool#terminate}.
   *
   * @return 0 or more
   */
  public long cancelled() {
    return figures.cancelled();
  }

  /**
   * How many workers ended without having been told to: they crashed, were killed by somebody or by
   * the pool for a task that was cancelled or over its time, or could not start. Those that {@link
   * ProcessPool#terminate} ends are not counted.
   *
   * @return 0 or more
   */
  public long deaths() {
    return figures.deaths();
  }

  /**
   * How many workers left and were replaced as planned: after {@code maxTasksPerChild}, or because
   * a task has left something behind that cannot be put back.
   *
   * @return 0 or more
   */
  public long retirements() {
    return figures.retirements();
  }

  /**
   * The workers, in order of their start. One that was told to leave and has nothing more to do is
   * not among them; nor is anybody once the pool is closed and all is done.
   *
   * @return an unmodifiable list
   */
  public List<WorkerStats> workers() {
    return workers;
  }

  @Override
  public String toString() {
    return "PoolStats[name="
        + name
        + ", processes="
        + processes()
        + ", busy="
        + busy()
        + ", idle="
        + idle()
        + ", waiting="
        + waiting()
        + ", submitted="
        + submitted()
        + ", succeeded="
        + succeeded()
        + ", failed="
        + failed()
        + ", cancelled="
        + cancelled()
        + ", deaths="
        + deaths()
        + ", retirements="
        + retirements()
        + ", workers="
        + workers.size()
        + "]";
  }
}
