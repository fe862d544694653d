package processpool;

import org.jspecify.annotations.Nullable;
import processpool.schedule.WorkerDeath;
import processpool.wire.ThrowableText;

/**
 * Workers end before they are ready to work: a wrong JVM option, an initializer that fails. All
 * results of the pool, present and future, fail with this. Python's counterpart is
 * BrokenProcessPool of concurrent.futures; its Pool starts processes for ever.
 */
public final class BrokenPoolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenPoolException(WorkerDeath death) {
    super(
        "the pool's workers cannot start: exitCode="
            + death.exitCode()
            + because(death.cause())
            + (death.output().isEmpty() ? "" : "; the worker wrote:\n" + death.output())
            + "\nMend the initializer or jvmOptions and make a new pool.",
        death.cause());
  }

  private static String because(@Nullable Throwable cause) {
    return cause == null ? "" : ", because " + ThrowableText.of(cause);
  }
}
