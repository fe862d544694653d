package processpool;

import java.time.Duration;

/**
 * A task took longer than the pool's {@code taskTimeout}; the worker that ran it was killed and is
 * replaced. Python's Pool has no counterpart: there, such a task keeps its worker for ever.
 */
public final class TaskTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The worker. */
  private final long pid;

  /** The limit. */
  private final Duration timeout;

  TaskTimeoutException(long pid, Duration timeout) {
    super(
        "task ran longer than the pool's limit and its worker was killed: pid="
            + pid
            + ", taskTimeout="
            + timeout
            + "; make the task shorter or the limit longer");
    this.pid = pid;
    this.timeout = timeout;
  }

  /**
   * The process id of the worker that was killed.
   *
   * @return the id
   */
  public long pid() {
    return pid;
  }

  /**
   * The limit that was passed.
   *
   * @return the pool's taskTimeout
   */
  public Duration timeout() {
    return timeout;
  }
}
