package processpool.schedule;

import org.jspecify.annotations.Nullable;
import processpool.wire.InputFilter;

/**
 * What one submission's calls are allowed.
 *
 * @param timeoutNanos how long one call may take; 0 for as long as it likes
 * @param retries how often a call whose worker died is run again
 * @param filter what is asked about what they return or throw; null for nothing
 */
public record Limits(long timeoutNanos, int retries, @Nullable InputFilter filter) {
  /**
   * As above, whatever they return or throw.
   *
   * @param timeoutNanos how long one call may take; 0 for as long as it likes
   * @param retries how often a call whose worker died is run again
   */
  public Limits(long timeoutNanos, int retries) {
    this(timeoutNanos, retries, null);
  }
}
