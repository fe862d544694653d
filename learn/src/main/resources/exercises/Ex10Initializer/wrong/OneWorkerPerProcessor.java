package processpool.example2.exercises;

import processpool.ProcessPool;

/** Exercise 10, wrong: is right by luck on a machine with two processors. */
public final class Ex10Initializer {
  private static String greeting = "nothing";
  private static int timesPrepared;

  private Ex10Initializer() {}

  /**
   * Prepares the process that it runs in; complete. 让所在的进程做好准备；已经写好。
   *
   * @param text the greeting / 问候语
   */
  static void prepare(String text) {
    greeting = text;
    timesPrepared++;
  }

  /**
   * A task for a prepared worker; complete. 给准备好的工作进程的任务；已经写好。
   *
   * @param name whom to greet / 问候谁
   * @return the greeting, and how often this process was prepared / 问候语，以及这个进程准备了几次
   */
  static String greet(String name) {
    return greeting + ", " + name + "! (prepared " + timesPrepared + "x)";
  }

  /**
   * Opens the pool. 创建进程池。
   *
   * @param text what its workers are to greet with / 工作进程用的问候语
   * @return a pool of two, whose workers are prepared / 有两个工作进程的进程池，都已准备好
   */
  static ProcessPool open(String text) {
    return ProcessPool.builder().initializer(Ex10Initializer::prepare, text).build();
  }
}
