package processpool.example1.exercises;

import processpool.ProcessPool;

/** Exercise 2, wrong: gives away a pool that takes no task. */
public final class Ex02PoolSize {
  private Ex02PoolSize() {}

  /**
   * Opens a pool. 创建进程池。
   *
   * @param tasks how many tasks there will be, 1 or more / 任务数，不小于 1
   * @param waves in how many waves they are to be served at most, 1 or more / 最多分几批处理完，不小于 1
   * @return the smallest pool that can do it / 能做到的最小的进程池
   */
  static ProcessPool poolFor(int tasks, int waves) {
    ProcessPool pool = new ProcessPool((tasks + waves - 1) / waves);
    pool.terminate();
    return pool;
  }
}
