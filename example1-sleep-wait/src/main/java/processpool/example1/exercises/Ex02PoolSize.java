package processpool.example1.exercises;

import processpool.ProcessPool;

/**
 * Exercise 2: a pool of another size.
 *
 * <p>Open the smallest pool that serves all tasks in no more than so many waves. The size is the
 * constructor's argument: {@code new ProcessPool(3)} starts three worker processes.
 *
 * <p>练习 2：换一个大小的进程池。
 *
 * <p>打开一个尽可能小的进程池，使所有任务在给定的波数之内处理完。 大小是构造方法的参数：{@code new ProcessPool(3)} 会启动三个工作进程。
 */
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
    throw new UnsupportedOperationException("exercise Ex02PoolSize: not done yet");
  }
}
