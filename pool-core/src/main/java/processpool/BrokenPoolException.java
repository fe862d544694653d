package processpool;

import org.jspecify.annotations.Nullable;
import processpool.schedule.WorkerDeath;
import processpool.wire.ThrowableText;

/**
 * Workers end before they are ready to work: a wrong JVM option, an initializer that fails. All
 * results of the pool, present and future, fail with this. Python's counterpart is
 * BrokenProcessPool of concurrent.futures; its Pool starts processes for ever.
 *
 * @since 0.1
 */
public final class BrokenPoolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenPoolException(WorkerDeath death) {
    super(
        "the pool's workers cannot start: "
            + (death.exitCode() == -1 ? "no process" : "exitCode=" + death.exitCode())
            + because(death.cause())
            + (death.output().isEmpty() ? "" : "; the worker wrote:\n" + death.output())
            + advice(death),
        death.cause());
  }

  private static String advice(WorkerDeath death) {
    String advice = StartAdvice.of(death);
    return advice.isEmpty() ? "" : "\n" + advice;
  }

  private static String because(@Nullable Throwable cause) {
    return cause == null ? "" : ", because " + ThrowableText.of(cause);
  }
}
