package processpool.example2.exercises;

import processpool.ProcessPool;

/**
 * Exercise 12: survive a worker that dies.
 *
 * <p>When a worker dies, only the task that it was running is lost, and a fresh worker takes its
 * place. If a task may safely run twice, the pool can begin the lost one again. Open a pool of two
 * workers in which a task may begin so many times in all: 1 means that a lost task is not begun
 * again, 2 that it is begun again once.
 *
 * <p>练习 12：工作进程意外退出。
 *
 * <p>工作进程意外退出时，丢掉的只有它正在处理的那个任务；新的工作进程会接替它。 如果任务重复执行也没有问题，可以让进程池重新执行丢掉的任务。
 * 请创建有两个工作进程的进程池，让一个任务总共最多开始 attempts 次：1 表示丢了就不再执行，2 表示可以重新执行一次。
 */
public final class Ex12SurviveDeath {
  private Ex12SurviveDeath() {}

  /**
   * Opens the pool. 创建进程池。
   *
   * @param attempts how often a task may begin, 1 or more / 一个任务总共最多开始几次，不小于 1
   * @return a pool of two / 有两个工作进程的进程池
   */
  static ProcessPool open(int attempts) {
    throw new UnsupportedOperationException("exercise Ex12SurviveDeath: not done yet");
  }
}
