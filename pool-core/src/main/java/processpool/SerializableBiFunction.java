package processpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A task of two arguments that can be sent to a worker process. A lambda or method reference whose
 * captured values are serializable fits. Python's counterpart is any picklable callable.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <R> the result
 * @since 0.1
 */
@FunctionalInterface
public interface SerializableBiFunction<
        A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
    extends Serializable {
  /**
   * Runs in a worker process.
   *
   * @param first a copy of what was submitted
   * @param second a copy of what was submitted
   * @return the result, of which the parent gets a copy
   * @throws Exception anything; it arrives as the cause of {@code get()}'s ExecutionException
   */
  R apply(A first, B second) throws Exception;
}
