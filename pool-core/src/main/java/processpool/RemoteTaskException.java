package processpool;

import org.jspecify.annotations.Nullable;
import processpool.wire.Failure;

/**
 * A task's exception that cannot be rebuilt in the parent, as text: its class, message and stack
 * trace. Python's counterpart is the RemoteTraceback behind a task's exception.
 *
 * @since 0.1
 */
public final class RemoteTaskException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The class of what was thrown. */
  private final String className;

  /** Its message. */
  private final @Nullable String remoteMessage;

  /** Its stack trace. */
  private final String remoteStackTrace;

  RemoteTaskException(Failure failure, long pid) {
    super("task threw in worker pid=" + pid + ": " + failure.stackTrace());
    this.className = failure.className();
    this.remoteMessage = failure.message();
    this.remoteStackTrace = failure.stackTrace();
  }

  /**
   * The class of what the task threw.
   *
   * @return its name
   */
  public String className() {
    return className;
  }

  /**
   * The message of what the task threw.
   *
   * @return the message, or null where it had none
   */
  public @Nullable String remoteMessage() {
    return remoteMessage;
  }

  /**
   * The stack trace in the worker.
   *
   * @return as printed there
   */
  public String remoteStackTrace() {
    return remoteStackTrace;
  }
}
