package processpool.schedule;

import org.jspecify.annotations.Nullable;

/**
 * How a worker ended.
 *
 * @param who which worker
 * @param exitCode its exit code, -1 when there is none; 128 + n for signal n on Linux and macOS
 * @param output the last it wrote past its pool's link: what the JVM says as it dies
 * @param cause what is known beyond that, or null
 */
public record WorkerDeath(WorkerId who, int exitCode, String output, @Nullable Throwable cause) {

  /** There never was a process. */
  static WorkerDeath neverStarted(Throwable cause) {
    return new WorkerDeath(WorkerId.NOBODY, -1, "", cause);
  }

  /** Whether somebody killed it, as far as the exit code tells. */
  boolean bySignal() {
    return exitCode > 128;
  }
}
