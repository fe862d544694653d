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

  /**
   * The same but for the time.
   *
   * @param nanos how long one call may take, more than 0
   * @return the limits
   */
  public Limits withTimeout(long nanos) {
    return new Limits(nanos, retries, filter);
  }

  /**
   * The same but for the retries.
   *
   * @param count how often a call whose worker died is run again
   * @return the limits
   */
  public Limits withRetries(int count) {
    return new Limits(timeoutNanos, count, filter);
  }
}
