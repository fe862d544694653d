package processpool.example1.exercises;

import processpool.ProcessPool;

/** Exercise 2, wrong: keeps the size of the example. */
public final class Ex02PoolSize {
  private Ex02PoolSize() {}

  /**
   * Opens a pool.
   *
   * @param tasks how many tasks there will be, 1 or more
   * @param waves in how many waves they are to be served at most, 1 or more
   * @return the smallest pool that can do it
   */
  static ProcessPool poolFor(int tasks, int waves) {
    return new ProcessPool(3);
  }
}
