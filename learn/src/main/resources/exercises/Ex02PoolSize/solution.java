package processpool.example1.exercises;

import processpool.ProcessPool;

/**
 * Exercise 2, solved. A pool of w workers serves w tasks in a wave, so this is exercise 1 with
 * workers and waves exchanged.
 *
 * <p>练习 2 的参考答案。w 个工作进程一批处理 w 个任务，所以只要把练习 1 里的工作进程数和批数互换。
 */
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
    return new ProcessPool((tasks + waves - 1) / waves);
  }
}
