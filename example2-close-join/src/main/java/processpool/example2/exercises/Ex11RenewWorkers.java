package processpool.example2.exercises;

import processpool.ProcessPool;

/**
 * Exercise 11: renew workers after k tasks.
 *
 * <p>A task may leak: memory, files, static state. A fresh process has none of it. Open a pool of
 * one worker that is replaced by a fresh one after it has served a given number of tasks; its
 * builder has an option for this, whose name is like Python's {@code maxtasksperchild}.
 *
 * <p>练习 11：每处理 k 个任务就换一个工作进程。
 *
 * <p>任务可能会泄漏：内存、文件、静态状态。 新的进程里没有这些。 请创建只有一个工作进程的进程池，这个工作进程处理完给定数量的任务之后，就换成新的；构建器有对应的选项，名字和 Python 的
 * {@code maxtasksperchild} 相似。
 */
public final class Ex11RenewWorkers {
  private Ex11RenewWorkers() {}

  /**
   * Opens the pool. 创建进程池。
   *
   * @param tasks how many tasks a worker serves before it is replaced / 一个工作进程处理几个任务之后换成新的
   * @return a pool of one worker at a time / 同一时刻只有一个工作进程的进程池
   */
  static ProcessPool open(int tasks) {
    throw new UnsupportedOperationException("exercise Ex11RenewWorkers: not done yet");
  }
}
