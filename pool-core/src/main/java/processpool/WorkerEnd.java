package processpool;

/**
 * Why a worker ended, as {@link PoolListener.WorkerEvent#end} tells. More may be told apart in
 * time. Python's Pool has no counterpart.
 *
 * @since 0.2
 */
public enum WorkerEnd {
  /**
   * It ended by itself, or somebody killed it: also the pool, for a time limit or a cancelled task.
   * {@link PoolStats#deaths} counts these.
   */
  DIED,
  /** It had done its share, had grown too large, or could not go on; another replaces it. */
  RETIRED,
  /** There were to be fewer workers, by {@link ProcessPool#resize}. */
  SURPLUS,
  /** Its pool was closed and had nothing left to do, was terminated, or is broken. */
  POOL_ENDED
}
