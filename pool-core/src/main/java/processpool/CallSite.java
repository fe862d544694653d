package processpool;

import java.io.Serializable;
import java.util.OptionalLong;
import processpool.schedule.WorkerId;
import processpool.task.Failed;

/** Which call an exception tells of. */
final class CallSite implements FailedCall, Serializable {
  private static final long serialVersionUID = 1L;

  /** Which argument, or -1. */
  private final long index;

  /** Which worker, or -1. */
  private final long pid;

  /** Where that is. */
  private final String node;

  CallSite(WorkerId worker, int index) {
    this.index = index;
    this.pid = worker.pid();
    this.node = worker.node();
  }

  static CallSite of(Failed failed) {
    return new CallSite(failed.worker(), failed.index());
  }

  @Override
  public OptionalLong index() {
    return index < 0 ? OptionalLong.empty() : OptionalLong.of(index);
  }

  @Override
  public OptionalLong workerPid() {
    return pid < 0 ? OptionalLong.empty() : OptionalLong.of(pid);
  }

  @Override
  public String node() {
    return node;
  }

  /** For messages: what is known of it, each with a space before. */
  @Override
  public String toString() {
    return (pid < 0 ? "" : " in worker pid=" + pid)
        + (node.isEmpty() ? "" : " on node=" + node)
        + (index < 0 ? "" : " at argument index=" + index);
  }
}
