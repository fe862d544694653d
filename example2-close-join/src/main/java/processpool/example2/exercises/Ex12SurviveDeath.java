package processpool.example2.exercises;

import processpool.ProcessPool;

/**
 * Exercise 12: survive a worker that dies.
 *
 * <p>A worker that dies takes one task with it, the one it was serving; a fresh worker takes its
 * place. If a task may safely begin again, the pool can give it another try. Open a pool of two
 * whose tasks begin at most so many times, the first time included.
 *
 * <p>练习 12：挺过工作进程的死亡。
 *
 * <p>工作进程死掉时，只带走它正在处理的那一个任务；一个新的工作进程会接替它。 如果任务可以安全地重新开始，进程池可以再试一次。
 * 请打开一个两个工作进程的进程池，每个任务最多开始给定的次数，第一次也算在内。
 */
public final class Ex12SurviveDeath {
  private Ex12SurviveDeath() {}

  /**
   * Opens the pool.
   *
   * @param attempts how often a task may begin, 1 or more
   * @return a pool of two
   */
  static ProcessPool open(int attempts) {
    throw new UnsupportedOperationException("exercise Ex12SurviveDeath: not done yet");
  }
}
