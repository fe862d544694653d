package processpool.example2.exercises;

import processpool.ProcessPool;

/** Exercise 10, wrong: a pool of another size. */
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
    return ProcessPool.builder().processes(1).initializer(Ex10Initializer::prepare, text).build();
  }
}
