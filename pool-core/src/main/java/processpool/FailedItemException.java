package processpool;

import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import processpool.task.Failed;

/** What an iteration's {@code next} throws: which call failed, and why. */
final class FailedItemException extends CompletionException implements FailedCall {
  private static final long serialVersionUID = 1L;

  /** Which call. */
  private final CallSite site;

  FailedItemException(Failed failed, Throwable cause) {
    super("task failed" + CallSite.of(failed) + ": " + Failures.said(failed, cause), cause);
    this.site = CallSite.of(failed);
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

  /** By the name of what users catch: this class is nothing to them. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // the message is right, the class is not theirs
  public String toString() {
    return "java.util.concurrent.CompletionException: " + getMessage();
  }
}
