package processpool.parent;

/**
 * Is told of each worker's life, for those who look on; the pool itself does not need it. Called by
 * the worker's threads: must not block.
 */
public interface WorkerWatch {
  /**
   * Its process exists.
   *
   * @param pid the process id
   */
  void started(long pid);

  /**
   * It can take its first task.
   *
   * @param pid the process id
   */
  void ready(long pid);

  /**
   * Its process has ended.
   *
   * @param pid the process id
   * @param exitCode its exit code
   */
  void ended(long pid, int exitCode);
}
