package processpool;

import java.util.List;

/**
 * A pool's {@link PoolStats} as JMX shows them: attributes of the MBean {@code
 * processpool:type=ProcessPool,name=…}, for pools whose builder was told {@link
 * ProcessPool.Builder#jmx}. Made by pools only; more attributes may be added. Python's Pool has no
 * counterpart.
 *
 * @since 0.2
 */
public interface ProcessPoolMXBean {
  /**
   * The pool's name.
   *
   * @return as {@link PoolStats#name}
   */
  String getName();

  /**
   * Whether it runs.
   *
   * @return {@code running}, {@code closed}, {@code terminated} or {@code broken}
   */
  String getState();

  /**
   * How many workers there are to be.
   *
   * @return as {@link PoolStats#processes}
   */
  int getProcesses();

  /**
   * How many workers run a call.
   *
   * @return as {@link PoolStats#busy}
   */
  int getBusy();

  /**
   * How many workers wait for a call.
   *
   * @return as {@link PoolStats#idle}
   */
  int getIdle();

  /**
   * How many calls no worker has begun.
   *
   * @return as {@link PoolStats#waiting}
   */
  long getWaiting();

  /**
   * How many calls were taken.
   *
   * @return as {@link PoolStats#submitted}
   */
  long getSubmitted();

  /**
   * How many calls returned.
   *
   * @return as {@link PoolStats#succeeded}
   */
  long getSucceeded();

  /**
   * How many calls failed.
   *
   * @return as {@link PoolStats#failed}
   */
  long getFailed();

  /**
   * How many calls were cancelled.
   *
   * @return as {@link PoolStats#cancelled}
   */
  long getCancelled();

  /**
   * How many workers died.
   *
   * @return as {@link PoolStats#deaths}
   */
  long getDeaths();

  /**
   * How many workers were replaced as planned.
   *
   * @return as {@link PoolStats#retirements}
   */
  long getRetirements();

  /**
   * How much memory the workers have in use together.
   *
   * @return bytes; -1 where that is not known of one of them
   */
  long getResidentBytes();

  /**
   * The workers: JMX shows each as composite data, with an item for each getter.
   *
   * @return as {@link PoolStats#workers}
   */
  List<WorkerData> getWorkers();

  /**
   * A {@link WorkerStats} as JMX shows it. Made by pools only; more may be added.
   *
   * @since 0.2
   */
  interface WorkerData {
    /**
     * Which of the pool's workers it is.
     *
     * @return as {@link WorkerStats#index}
     */
    int getIndex();

    /**
     * Its process id.
     *
     * @return as {@link WorkerStats#pid}
     */
    long getPid();

    /**
     * Which machine it is on.
     *
     * @return as {@link WorkerStats#node}
     */
    String getNode();

    /**
     * What it does.
     *
     * @return as {@link WorkerStats#state}
     */
    WorkerStats.State getState();

    /**
     * How many calls have ended in it.
     *
     * @return as {@link WorkerStats#tasks}
     */
    long getTasks();

    /**
     * When its process was started.
     *
     * @return as {@link WorkerStats#startedAt}, in the form {@code 2026-11-27T05:05:00Z}
     */
    String getStartedAt();

    /**
     * How long it has had tasks to run.
     *
     * @return as {@link WorkerStats#busyTime}, in milliseconds
     */
    long getBusyMillis();

    /**
     * How long it has waited for tasks.
     *
     * @return as {@link WorkerStats#idleTime}, in milliseconds
     */
    long getIdleMillis();

    /**
     * How much memory its process has in use.
     *
     * @return as {@link WorkerStats#residentBytes}
     */
    long getResidentBytes();
  }
}
