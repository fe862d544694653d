package processpool;

import java.util.OptionalLong;

/**
 * Which call failed, and where. Implemented by every exception that tells of a call without a
 * result: what {@code get}, {@code apply}, {@code map} and {@link ResultIterator#next()} throw, and
 * {@link WorkerDiedException} and {@link TaskTimeoutException} themselves. Python has no
 * counterpart: its map does not say which argument failed.
 *
 * <pre>{@code
 * try {
 *   pool.map(Photo::scale, photos);
 * } catch (ExecutionException e) {
 *   if (e instanceof FailedCall failed && failed.index().isPresent()) {
 *     System.out.println("failed: " + photos.get((int) failed.index().getAsLong()));
 *   }
 * }
 * }</pre>
 *
 * @since 0.2
 */
public interface FailedCall {
  /**
   * Which argument it was for, of a map or an iteration.
   *
   * @return its place among all arguments, from 0; empty for a task of one call
   */
  OptionalLong index();

  /**
   * Which worker ran it.
   *
   * @return its process id; empty when no worker had begun it
   */
  OptionalLong workerPid();

  /**
   * On which machine that worker was.
   *
   * @return the node's name; empty text for this machine
   */
  String node();
}
