package processpool.parent;

import org.jspecify.annotations.Nullable;

/**
 * How a worker ended.
 *
 * @param pid its process id, -1 when no process could be started
 * @param exitCode its exit code, -1 when there is none; 128 + n for signal n on Linux and macOS
 * @param output the last it wrote past its pool's link: what the JVM says as it dies
 * @param cause what is known beyond that, or null
 * @param planned whether it left as it was told to
 */
public record WorkerDeath(
    long pid, int exitCode, String output, @Nullable Throwable cause, boolean planned) {

  /** Whether somebody killed it, as far as the exit code tells. */
  boolean bySignal() {
    return exitCode > 128;
  }
}
