package processpool;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import processpool.events.Observer.TaskFacts;
import processpool.events.Observer.WorkerFacts;

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
 * constructor without parameters, or several with commas between them: one object of each then
 * listens to every pool of the program.
 *
 * @since 0.1
 */
public interface PoolListener {
  /**
   * What happened to a worker. Only pools make these; more may be told of in time.
   *
   * @since 0.2
   */
  final class WorkerEvent {
    private final WorkerFacts facts;
    private final @Nullable WorkerEnd end;

    WorkerEvent(WorkerFacts facts) {
      this(facts, null);
    }

    WorkerEvent(WorkerFacts facts, @Nullable WorkerEnd end) {
      this.facts = facts;
      this.end = end;
    }

    /**
     * When it happened.
     *
     * @return the moment, by a clock that does not jump while the program runs
     */
    public Instant time() {
      return facts.time();
    }

    /**
     * Whose worker it is.
     *
     * @return the pool's name
     */
    public String pool() {
      return facts.pool();
    }

    /**
     * Which of the pool's workers it is, as {@link Worker#index} says in its tasks.
     *
     * @return from 0; who replaces a worker has the same
     */
    public int index() {
      return facts.index();
    }

    /**
     * Where it is.
     *
     * @return the node's name; empty text for this machine
     */
    public String node() {
      return facts.node();
    }

    /**
     * Which process it is.
     *
     * @return its process id
     */
    public long pid() {
      return facts.pid();
    }

    /**
     * Why it ended: what its exit code means.
     *
     * @return the reason; empty unless {@link #workerEnded} is told of this
     */
    public Optional<WorkerEnd> end() {
      return Optional.ofNullable(end);
    }

    @Override
    public String toString() {
      return "WorkerEvent[time="
          + time()
          + ", pool="
          + pool()
          + ", index="
          + index()
          + ", pid="
          + pid()
          + (node().isEmpty() ? "" : ", node=" + node())
          + (end == null ? "" : ", end=" + end)
          + "]";
    }
  }

  /**
   * What a worker printed. Only pools make these; more may be told of in time.
   *
   * @since 0.2
   */
  final class OutputEvent {
    private final WorkerEvent worker;
    private final boolean error;
    private final String text;

    OutputEvent(WorkerEvent worker, boolean error, String text) {
      this.worker = worker;
      this.error = error;
      this.text = text;
    }

    /**
     * Who printed it, and when it came.
     *
     * @return the worker at that moment
     */
    public WorkerEvent worker() {
      return worker;
    }

    /**
     * Where to.
     *
     * @return true for standard error, false for standard output
     */
    public boolean isError() {
      return error;
    }

    /**
     * What it printed.
     *
     * @return one line or several, with their ends, or what a task left unfinished
     */
    public String text() {
      return text;
    }

    @Override
    public String toString() {
      return "OutputEvent[worker="
          + worker
          + ", error="
          + error
          + ", characters="
          + text.length()
          + "]";
    }
  }

  /**
   * What happened to a task. Only pools make these; more may be told of in time.
   *
   * @since 0.2
   */
  final class TaskEvent {
    private final TaskFacts facts;

    TaskEvent(TaskFacts facts) {
      this.facts = facts;
    }

    /**
     * When it happened.
     *
     * @return the moment, by a clock that does not jump while the program runs
     */
    public Instant time() {
      return facts.time();
    }

    /**
     * Where it was submitted.
     *
     * @return the pool's name
     */
    public String pool() {
      return facts.pool();
    }

    /**
     * Its number, by which events of one task are known to belong together.
     *
     * @return counted from 0 in the order of submission to all of a program's pools that somebody
     *     listens to
     */
    public long task() {
      return facts.number();
    }

    /**
     * What it calls, for people, not for programs.
     *
     * @return as {@code Class::method}
     */
    public String function() {
      return facts.function();
    }

    /**
     * How many calls it is.
     *
     * @return 1, or a map's chunk size
     */
    public int calls() {
      return facts.calls();
    }

    /**
     * The number of the submission that it is a part of: all chunks of a map have the same.
     *
     * @return counted from 0 in the order of submission, as {@link #task}
     */
    public long submission() {
      return facts.submission();
    }

    /**
     * Which of the submission's calls is its first.
     *
     * @return the index of that call's argument; 0 for a single call
     */
    public long index() {
      return facts.index();
    }

    /**
     * How many calls the submission is.
     *
     * @return a map's number of arguments; 1 for a single call; -1 for an iteration, which may be
     *     endless
     */
    public long size() {
      return facts.size();
    }

    /**
     * The worker that has, or had, it.
     *
     * @return its process id; -1 when none has begun it
     */
    public long pid() {
      return facts.pid();
    }

    /**
     * The node of that worker.
     *
     * @return its name; empty text for this machine, and when none has begun it
     */
    public String node() {
      return facts.node();
    }

    /**
     * How large the results of its calls were on their way from the worker, exceptions included.
     *
     * @return bytes of those that have come; all of them when the task has finished
     */
    public long resultBytes() {
      return facts.resultBytes();
    }

    @Override
    public String toString() {
      return "TaskEvent[time="
          + time()
          + ", pool="
          + pool()
          + ", task="
          + task()
          + ", function="
          + function()
          + ", calls="
          + calls()
          + ", submission="
          + submission()
          + ", index="
          + index()
          + ", size="
          + size()
          + ", pid="
          + pid()
          + (node().isEmpty() ? "" : ", node=" + node())
          + ", resultBytes="
          + resultBytes()
          + "]";
    }
  }

  /**
   * It will hear of this pool from now on; told first. A listener that keeps the pool keeps it from
   * being let go when nobody else refers to it.
   *
   * @param pool which
   * @since 0.2
   */
  default void listening(ProcessPool pool) {}

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
   * A worker's process has ended; {@link WorkerEvent#end} says why. Not told of workers that end
   * because the program does.
   *
   * @param worker which
   * @param exitCode 0 when it left as it was told to; 128 + n for signal n on Linux and macOS, so
   *     137 also when its pool was terminated
   */
  default void workerEnded(WorkerEvent worker, int exitCode) {}

  /**
   * A worker printed something, which also goes where it always does. Only a listener that
   * overrides this is told, and one that falls a megabyte behind misses some.
   *
   * @param output what
   * @since 0.2
   */
  default void printed(OutputEvent output) {}

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
