package processpool;

import java.time.Duration;
import java.util.OptionalLong;
import processpool.schedule.WorkerId;

/**
 * A task took longer than its limit, the pool's {@code taskTimeout} or that of the view it came
 * through; the worker that ran it was killed and is replaced. Python's Pool has no counterpart:
 * there, such a task keeps its worker for ever.
 *
 * @since 0.1
 */
public final class TaskTimeoutException extends RuntimeException implements FailedCall {
  private static final long serialVersionUID = 1L;

  /** Which call, in which worker. */
  private final CallSite site;

  /** The limit. */
  private final Duration timeout;

  TaskTimeoutException(WorkerId worker, Duration timeout, int index) {
    super(
        "task ran longer than its limit and its worker was killed: pid="
            + worker.pid()
            + (worker.node().isEmpty() ? "" : ", node=" + worker.node())
            + (index < 0 ? "" : ", argument index=" + index)
            + ", taskTimeout="
            + timeout
            + "; make the task shorter or the limit longer");
    this.site = new CallSite(worker, index);
    this.timeout = timeout;
  }

  /**
   * The process id of the worker that was killed.
   *
   * @return the id
   */
  public long pid() {
    return site.workerPid().orElse(-1);
  }

  /**
   * The limit that was passed.
   *
   * @return the pool's taskTimeout, or the view's
   */
  public Duration timeout() {
    return timeout;
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
