package processpool.schedule;

/**
 * What one submission's calls are allowed.
 *
 * @param timeoutNanos how long one call may take; 0 for as long as it likes
 * @param retries how often a call whose worker died is run again
 */
public record Limits(long timeoutNanos, int retries) {}
