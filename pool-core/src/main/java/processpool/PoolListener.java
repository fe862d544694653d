package processpool;

import java.time.Instant;

/**
 * Hears what happens in a pool: whom it started, who ran what, and when. Every method does nothing
 * unless overridden. Python's Pool has no counterpart.
 *
 * <pre>{@code
 * PoolListener listener = new PoolListener() {
 *   @Override
 *   public void taskStarted(TaskEvent task) {
 *     System.out.println(task.function() + " runs in " + task.pid());
 *   }
 * };
 * ProcessPool pool = ProcessPool.builder().processes(3).listener(listener).build();
 * }</pre>
 *
 * <p>A listener is called on a thread of its own, one call at a time, in the order in which things
 * happened. So it may block, wait for results of the same pool, or throw (which is logged once):
 * neither the pool nor other listeners notice. One that falls 65,536 events behind misses some,
 * which is logged once too. It is kept until the program ends.
 *
 * <p>A chunk of a map counts as one task. The same events reach a running flight recording ({@code
 * java -XX:StartFlightRecording}) as {@code processpool.TaskStarted} and so on, listener or not. Of
 * a recording that begins after the pool was made, a short task may be told to start when it ends.
 *
 * <p>The system property {@code processpool.listener} names a public class with a public
 * constructor without parameters: one object of it then listens to every pool of the program.
 */
public interface PoolListener {
  /**
   * What happened to a worker.
   *
   * @param time when, by a clock that does not jump while the program runs
   * @param pid the worker's process id
   * @param pool the name of its pool
   */
  record WorkerEvent(Instant time, long pid, String pool) {}

  /**
   * What happened to a task.
   *
   * @param time when, by a clock that does not jump while the program runs
   * @param task its number, counted from 0 in the order of submission to all of a program's pools
   *     that somebody listens to
   * @param function what it calls, as {@code Class::method}; for people, not for programs
   * @param calls how many calls of it: 1, or a map's chunk size
   * @param pid the worker that has, or had, it; -1 when none has begun it
   * @param pool the name of its pool
   */
  record TaskEvent(Instant time, long task, String function, int calls, long pid, String pool) {}

  /**
   * A worker's process was started; it cannot take tasks yet.
   *
   * @param worker which
   */
  default void workerStarted(WorkerEvent worker) {}

  /**
   * A worker is ready for its first task; its initializer has run.
   *
   * @param worker which
   */
  default void workerReady(WorkerEvent worker) {}

  /**
   * A worker's process has ended. Not told of workers that end because the program does.
   *
   * @param worker which
   * @param exitCode 0 when it left as it was told to; 128 + n for signal n on Linux and macOS
   */
  default void workerEnded(WorkerEvent worker, int exitCode) {}

  /**
   * A task was handed in, and waits at the pool's door.
   *
   * @param task which
   */
  default void taskSubmitted(TaskEvent task) {}

  /**
   * A worker began a task; told again when it is begun anew because its worker died.
   *
   * @param task which
   */
  default void taskStarted(TaskEvent task) {}

  /**
   * All calls of a task returned; told before its result can be got.
   *
   * @param task which
   */
  default void taskFinished(TaskEvent task) {}

  /**
   * A task failed, was cancelled, or lost its worker; told before that can be seen in its result.
   *
   * @param task which
   * @param cause why; of several failed calls, that of the first
   */
  default void taskFailed(TaskEvent task, Throwable cause) {}

  /**
   * The program is ending: the last call, after all others. The end waits for it, five seconds at
   * most.
   */
  default void programEnding() {}
}
