package processpool.example2.exercises;

import processpool.ProcessPool;

/**
 * Exercise 12, solved. Retries are what comes after the first attempt, so there is one fewer.
 *
 * <p>练习 12 的参考答案。重试是第一次之后的事，所以比总次数少一。
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
    return ProcessPool.builder().processes(2).retries(attempts - 1).build();
  }
}
