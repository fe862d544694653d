package processpool.example2.exercises;

import processpool.ProcessPool;

/**
 * Exercise 11, solved. The worker leaves after so many tasks, and what they have leaked goes with
 * it.
 *
 * <p>练习 11 的参考答案。工作进程处理完这么多任务就退出，泄漏的东西也随之消失。
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
    return ProcessPool.builder().processes(1).maxTasksPerChild(tasks).build();
  }
}
