package processpool;

import processpool.parent.WorkerDeath;

/**
 * The worker process that ran the task ended before the task did: {@code System.exit}, a kill, out
 * of memory, a crash. Only that one task fails. Python's Pool has no counterpart: it waits for
 * ever.
 */
public final class WorkerDiedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The worker. */
  private final long pid;

  /** How it ended. */
  private final int exitCode;

  /** What it wrote last. */
  private final String output;

  WorkerDiedException(WorkerDeath death) {
    super(
        "worker died while it ran this task: pid="
            + death.pid()
            + ", exitCode="
            + death.exitCode()
            + (death.cause() == null ? "" : ", because " + death.cause())
            + (death.output().isEmpty() ? "" : "; its last output:\n" + death.output()),
        death.cause());
    this.pid = death.pid();
    this.exitCode = death.exitCode();
    this.output = death.output();
  }

  /**
   * The process id the worker had.
   *
   * @return the id
   */
  public long pid() {
    return pid;
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
}
