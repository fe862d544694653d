package processpool.example2.exercises;

import processpool.ProcessPool;

/** Exercise 12, wrong: does not look at attempts. */
public final class Ex12SurviveDeath {
  private Ex12SurviveDeath() {}

  /**
   * Opens the pool. 创建进程池。
   *
   * @param attempts how often a task may begin, 1 or more / 一个任务总共最多开始几次，不小于 1
   * @return a pool of two / 有两个工作进程的进程池
   */
  static ProcessPool open(int attempts) {
    return ProcessPool.builder().processes(2).retries(1).build();
  }
}
