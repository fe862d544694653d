package processpool.events;

import java.time.Instant;

/**
 * Hears what happens in a pool. Called by the pool's own threads, perhaps under its lock: must
 * neither block nor run anybody's code there; {@link ListenerQueue} is for those who do.
 */
public interface Observer {
  /**
   * What is known of a chunk, which to those outside is a task.
   *
   * @param time when it happened
   * @param pool the pool's name
   * @param number in the order of submission
   * @param function what it calls, for people
   * @param calls how many calls of it
   * @param submission the number of what was handed in at a time, in the order of submission
   * @param index the number of the first call in that
   * @param size how many calls that is; -1 while that is not known
   * @param node the machine of the worker that has, or had, it; "" for this one
   * @param pid that worker; -1 when none has begun it
   */
  record TaskFacts(
      Instant time,
      String pool,
      long number,
      String function,
      int calls,
      long submission,
      long index,
      long size,
      String node,
      long pid) {}

  /**
   * A worker's process exists.
   *
   * @param time when
   * @param pool its pool's name
   * @param pid its process id
   */
  void workerStarted(Instant time, String pool, long pid);

  /**
   * It can take its first task.
   *
   * @param time when
   * @param pool its pool's name
   * @param pid its process id
   */
  void workerReady(Instant time, String pool, long pid);

  /**
   * Its process has ended.
   *
   * @param time when
   * @param pool its pool's name
   * @param pid its process id
   * @param exitCode its exit code
   */
  void workerEnded(Instant time, String pool, long pid, int exitCode);

  /**
   * A task was handed in.
   *
   * @param task which
   */
  void taskSubmitted(TaskFacts task);

  /**
   * A worker began it.
   *
   * @param task which
   */
  void taskStarted(TaskFacts task);

  /**
   * All its calls returned.
   *
   * @param task which
   */
  void taskFinished(TaskFacts task);

  /**
   * One of its calls, or all, ended otherwise.
   *
   * @param task which
   * @param cause why
   */
  void taskFailed(TaskFacts task, Cause cause);

  /** Why a task failed. The exception is made when somebody asks: its class is the program's. */
  interface Cause {
    /**
     * The exception; may run the program's code.
     *
     * @return what users see
     */
    Throwable thrown();

    /**
     * Its class and message, without making it.
     *
     * @return one line or more
     */
    String text();
  }
}
