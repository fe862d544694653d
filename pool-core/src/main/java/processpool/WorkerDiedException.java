package processpool;

import java.util.OptionalLong;
import processpool.schedule.NodeLostException;
import processpool.schedule.WorkerDeath;

/**
 * The worker process that ran the task ended before the task did: {@code System.exit}, a kill, out
 * of memory, a crash. Only that one call fails: of a chunk, what had been done before keeps its
 * result, and what had not begun runs elsewhere. Python's Pool has no counterpart: it waits for
 * ever.
 *
 * @since 0.1
 */
public final class WorkerDiedException extends RuntimeException implements FailedCall {
  private static final long serialVersionUID = 1L;

  /** A signal; the exit code is more by 128. */
  private static final int KILLED = 9;

  private static final int ABORTED = 6;

  private static final int LAST_SIGNAL = 64;

  /** Which call, in which worker. */
  private final CallSite site;

  /** How it ended. */
  private final int exitCode;

  /** What it wrote last. */
  private final String output;

  WorkerDiedException(WorkerDeath death, int index) {
    super(
        "worker died while it ran this task: pid="
            + death.who().pid()
            + (death.who().node().isEmpty() ? "" : ", node=" + death.who().node())
            + (index < 0 ? "" : ", argument index=" + index)
            + ", exitCode="
            + death.exitCode()
            + (death.cause() == null ? "" : ", because " + death.cause())
            + (death.output().isEmpty() ? "" : "; its last output:\n" + death.output())
            + advice(death),
        death.cause());
    this.site = new CallSite(death.who(), index);
    this.exitCode = death.exitCode();
    this.output = death.output();
  }

  private static String advice(WorkerDeath death) {
    String said = death.output();
    Throwable cause = death.cause();
    if (said.contains("OutOfMemoryError: Metaspace")
        || said.contains("OutOfMemoryError: Compressed class space")) {
      return "\nThe worker had no room for more classes: raise that limit in jvmOptions"
          + " (-XX:MaxMetaspaceSize, -XX:CompressedClassSpaceSize).";
    } else if (said.contains("OutOfMemoryError: Requested array size")) {
      return "\nThe task asked for a longer array than a JVM has: split it.";
    } else if (said.contains("java.lang.OutOfMemoryError")) {
      return "\nThe worker's heap was too small for the task, its argument or its result: give the"
          + " workers more, by jvmOptions(\"-Xmx…\"), or have fewer of them.";
    } else if (said.contains("A fatal error has been detected")) {
      return "\nThe worker's JVM crashed in native code: update or leave out the library that the"
          + " frames above name.";
    } else if (cause instanceof OutOfMemoryError) {
      return "\nThis program had no memory left to hear its worker: start this program with a larger"
          + " -Xmx, or keep fewer results at a time.";
    } else if (cause instanceof NodeLostException) {
      return "\nWhat it had begun there may be run again elsewhere: retries(1) allows that.";
    } else if (cause != null && !isEnd(cause)) {
      return "\nThe link to the worker was damaged: if it happens again, please report it.";
    }
    int signal = death.exitCode() - 128;
    if (signal == KILLED) {
      return "\nSomething has killed it: often the system, short of memory. Give workers less, by"
          + " jvmOptions(\"-Xmx…\"), or have fewer.";
    } else if (signal == ABORTED) {
      return "\nIts native code has given up (abort, or exit with that code): look what the library"
          + " that the task uses says, or run such calls again, by retries(1).";
    } else if (signal > 0 && signal <= LAST_SIGNAL) {
      return "\nSomething has ended it from outside, by signal "
          + signal
          + ": find out what does, or run such calls again, by retries(1).";
    }
    return "\nIt has ended by itself: look whether the task ends its process, as by System.exit; let"
        + " it return or throw in place of that.";
  }

  /** What a worker said last is cut off where it died: that damage is of its end's making. */
  private static boolean isEnd(Throwable cause) {
    return String.valueOf(cause.getMessage()).startsWith("the stream ended");
  }

  /**
   * The process id the worker had.
   *
   * @return the id; -1 when no process could be started
   */
  public long pid() {
    return site.workerPid().orElse(-1);
  }

  /**
   * The worker's exit code; 128 + n for signal n on Linux and macOS.
   *
   * @return the code
   */
  public int exitCode() {
    return exitCode;
  }

  /**
   * The last that the JVM or native code wrote.
   *
   * @return the text, empty when there was none
   */
  public String output() {
    return output;
  }

  @Override
  public OptionalLong index() {
    return site.index();
  }

  @Override
  public OptionalLong workerPid() {
    return site.workerPid();
  }

  @Override
  public String node() {
    return site.node();
  }
}
