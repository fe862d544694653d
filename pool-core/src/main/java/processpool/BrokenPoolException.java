package processpool;

import org.jspecify.annotations.Nullable;

/**
 * Workers end before they are ready to work: a wrong JVM option, an initializer that fails. All
 * results of the pool, present and future, fail with this. Python's counterpart is
 * BrokenProcessPool of concurrent.futures; its Pool starts processes for ever.
 */
public final class BrokenPoolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenPoolException(int exitCode, String output, @Nullable Throwable cause) {
    super(
        "the pool's workers cannot start: exitCode="
            + exitCode
            + (cause == null ? "" : ", because " + cause)
            + (output.isEmpty() ? "" : "; the worker wrote:\n" + output)
            + "\nMend the initializer or jvmOptions and make a new pool.",
        cause);
  }
}
