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
   * @param resultBytes how large the outcomes of its calls were on their way, as far as they came
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
      long pid,
      long resultBytes) {}

  /**
   * What is known of a worker.
   *
   * @param time when it happened
   * @param pool the pool's name
   * @param index which of the pool's workers it is; -1 when that is not known
   * @param node its machine; "" for this one
   * @param pid its process id
   */
  record WorkerFacts(Instant time, String pool, int index, String node, long pid) {}

  /** Why a worker ended; by the same names to those outside. */
  enum EndReason {
    /** Nobody had told it to, or it was killed for its task. */
    DIED,
    /** It had done its share, or could not go on. */
    RETIRED,
    /** There were to be fewer. */
    SURPLUS,
    /** So did its pool. */
    POOL_ENDED
  }

  /**
   * A worker's process exists.
   *
   * @param worker which
   */
  void workerStarted(WorkerFacts worker);

  /**
   * It can take its first task.
   *
   * @param worker which
   */
  void workerReady(WorkerFacts worker);

  /**
   * Its process has ended.
   *
   * @param worker which
   * @param exitCode its exit code
   * @param reason why
   */
  void workerEnded(WorkerFacts worker, int exitCode, EndReason reason);

  /**
   * It printed something.
   *
   * @param worker which
   * @param error whether to its standard error
   * @param text in UTF-8
   */
  default void printed(WorkerFacts worker, boolean error, byte[] text) {}

  /**
   * Whether it wants to hear what workers print: copies are made for those alone.
   *
   * @return whether
   */
  default boolean hearsOutput() {
    return false;
  }

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
