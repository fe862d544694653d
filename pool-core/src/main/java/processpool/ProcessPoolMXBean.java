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
   * The workers, for people.
   *
   * @return a line each
   */
  List<String> getWorkers();
}
