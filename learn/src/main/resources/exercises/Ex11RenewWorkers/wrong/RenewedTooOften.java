package processpool.example2.exercises;

import processpool.ProcessPool;

/** Exercise 11, wrong: pays for a new process with each task. */
public final class Ex11RenewWorkers {
  private Ex11RenewWorkers() {}

  /**
   * Opens the pool.
   *
   * @param tasks how many tasks a worker serves before it is replaced
   * @return a pool of one worker at a time
   */
  static ProcessPool open(int tasks) {
    return ProcessPool.builder().processes(1).maxTasksPerChild(1).build();
  }
}
