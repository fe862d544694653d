package processpool.example2.exercises;

import processpool.ProcessPool;

/** Exercise 12, wrong: counts the first try as a retry. */
public final class Ex12SurviveDeath {
  private Ex12SurviveDeath() {}

  /**
   * Opens the pool.
   *
   * @param attempts how often a task may begin, 1 or more
   * @return a pool of two
   */
  static ProcessPool open(int attempts) {
    return ProcessPool.builder().processes(2).retries(attempts).build();
  }
}
