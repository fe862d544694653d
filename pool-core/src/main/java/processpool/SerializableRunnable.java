package processpool;

import java.io.Serializable;

/**
 * A task without arguments and result that can be sent to a worker process. A lambda or method
 * reference whose captured values are serializable fits. Python's counterpart is any picklable
 * callable.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface SerializableRunnable extends Serializable {
  /**
   * Runs in a worker process.
   *
   * @throws Exception anything; it arrives as the cause of {@code get()}'s ExecutionException
   */
  void run() throws Exception;
}
