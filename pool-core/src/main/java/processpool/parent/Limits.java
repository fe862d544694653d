package processpool.parent;

/**
 * What a pool's workers are allowed.
 *
 * @param processes how many workers
 * @param chunksPerWorker after so many chunks a worker is replaced; 0 for never
 * @param timeoutNanos how long one task may take; 0 for as long as it likes
 * @param retries how often a chunk whose worker died is run again
 */
public record Limits(int processes, int chunksPerWorker, long timeoutNanos, int retries) {}
