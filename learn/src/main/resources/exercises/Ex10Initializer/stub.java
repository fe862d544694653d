package processpool.example2.exercises;

import processpool.ProcessPool;

/**
 * Exercise 10: prepare each worker once.
 *
 * <p>Each worker is a JVM of its own with static fields of its own; what main sets here, no worker
 * sees. {@link #prepare} has to run once in each of two workers before it serves its first task.
 * Open such a pool: {@code ProcessPool.builder()} has an option for it.
 *
 * <p>练习 10：让每个工作进程准备一次。
 *
 * <p>每个工作进程都是独立的 JVM，有自己的静态字段；main 在这里设置的值，工作进程看不到。 {@link #prepare} 必须在两个工作进程里各执行一次，而且在第一个任务之前。
 * 请打开这样一个进程池：{@code ProcessPool.builder()} 有相应的选项。
 */
public final class Ex10Initializer {
  private static String greeting = "nothing";
  private static int timesPrepared;

  private Ex10Initializer() {}

  /**
   * Prepares the process that it runs in; complete.
   *
   * @param text the greeting
   */
  static void prepare(String text) {
    greeting = text;
    timesPrepared++;
  }

  /**
   * A task for a prepared worker; complete.
   *
   * @param name whom to greet
   * @return the greeting, and how often this process was prepared
   */
  static String greet(String name) {
    return greeting + ", " + name + "! (prepared " + timesPrepared + "x)";
  }

  /**
   * Opens the pool.
   *
   * @param text what its workers are to greet with
   * @return a pool of two, whose workers are prepared
   */
  static ProcessPool open(String text) {
    throw new UnsupportedOperationException("exercise Ex10Initializer: not done yet");
  }
}
