package processpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A task of one argument, without a result, that can be sent to a worker process. A lambda or
 * method reference whose captured values are serializable fits. Python's counterpart is any
 * picklable callable.
 *
 * @param <T> the argument
 * @since 0.1
 */
@FunctionalInterface
public interface SerializableConsumer<T extends @Nullable Object> extends Serializable {
  /**
   * Runs in a worker process.
   *
   * @param argument a copy of what was submitted
   * @throws Exception anything; it arrives as the cause of {@code get()}'s ExecutionException
   */
  void accept(T argument) throws Exception;
}
