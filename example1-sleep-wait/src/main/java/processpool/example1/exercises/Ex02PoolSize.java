package processpool.example1.exercises;

import processpool.ProcessPool;

/**
 * Exercise 2: a pool of another size.
 *
 * <p>Open the smallest pool that serves all tasks in no more than so many waves. The size is the
 * constructor's argument: {@code new ProcessPool(3)} starts three worker processes.
 *
 * <p>练习 2：换一种大小的进程池。
 *
 * <p>请创建一个尽可能小的进程池，让所有任务在给定的批数之内处理完。大小是构造方法的参数：{@code new ProcessPool(3)} 会启动三个工作进程。
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
    throw new UnsupportedOperationException("exercise Ex02PoolSize: not done yet");
  }
}
