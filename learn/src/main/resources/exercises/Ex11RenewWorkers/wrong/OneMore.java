package processpool.example2.exercises;

import processpool.ProcessPool;

/** Exercise 11, wrong: counts one task too many. */
public final class Ex11RenewWorkers {
  private Ex11RenewWorkers() {}

  /**
   * Opens the pool. 创建进程池。
   *
   * @param tasks how many tasks a worker serves before it is replaced / 一个工作进程处理几个任务之后换成新的
   * @return a pool of one worker at a time / 同一时刻只有一个工作进程的进程池
   */
  static ProcessPool open(int tasks) {
    return ProcessPool.builder().processes(1).maxTasksPerChild(tasks + 1).build();
  }
}
