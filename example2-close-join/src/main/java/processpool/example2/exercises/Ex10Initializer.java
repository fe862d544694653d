package processpool.example2.exercises;

import processpool.ProcessPool;

/**
 * Exercise 10: prepare each worker once.
 *
 * <p>Each worker is a JVM of its own with static fields of its own; what main sets here, no worker
 * sees. {@link #prepare} has to run once in each of two workers before it serves its first task.
 * Open such a pool: {@code ProcessPool.builder()} has an option for it.
 *
 * <p>练习 10：让每个工作进程先做一次准备。
 *
 * <p>每个工作进程都是独立的 JVM，有自己的静态字段；main 在这里设置的值，工作进程看不到。 两个工作进程都要先执行一次 {@link #prepare}，再处理第一个任务。
 * 请创建这样的进程池：{@code ProcessPool.builder()} 有对应的选项。
 */
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
    throw new UnsupportedOperationException("exercise Ex10Initializer: not done yet");
  }
}
