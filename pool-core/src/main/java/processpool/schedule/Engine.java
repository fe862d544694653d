package processpool.schedule;

/** Where a pool's workers are: what makes the runners of pools. */
public interface Engine {
  /**
   * How many workers a pool has whose program does not say.
   *
   * @return at least 1
   */
  int processes();

  /**
   * Gets ready for a pool; starts nothing yet.
   *
   * @param settings what its workers have in common
   * @return makes its runners
   */
  Runner.Factory open(WorkerSettings settings);
}
