package processpool;

import java.io.Serializable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A task without arguments that can be sent to a worker process. A lambda or method reference whose
 * captured values are serializable fits. Python's counterpart is any picklable callable.
 *
 * @param <R> the result
 * @since 0.1
 */
@FunctionalInterface
public interface SerializableCallable<R extends @Nullable Object>
    extends Callable<R>, Serializable {
  /**
   * Runs in a worker process.
   *
   * @return the result, of which the parent gets a copy
   * @throws Exception anything; it arrives as the cause of {@code get()}'s ExecutionException
   */
  @Override
  R call() throws Exception;
}
