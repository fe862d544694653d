package processpool.benchmarks;

/** What the workers run. The same functions, by the same names, are in {@code contender.py}. */
final class Tasks {
  private static boolean answered;

  private Tasks() {}

  static int increment(int x) {
    return x + 1;
  }

  static byte[] echo(byte[] bytes) {
    return bytes;
  }

  static int sleep(int milliseconds) throws InterruptedException {
    Thread.sleep(milliseconds);
    return milliseconds;
  }

  /** Keeps a processor busy for so many microseconds. */
  static int work(int micros) {
    long end = System.nanoTime() + 1_000L * micros;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return micros;
  }

  static long pid() {
    return ProcessHandle.current().pid();
  }

  /**
   * A worker's first answer comes at once, each later one after a nap, so that workers that are up
   * leave the processors to those that still start.
   */
  static boolean answerOrNap() throws InterruptedException {
    if (answered) {
      Thread.sleep(2);
    }
    answered = true;
    return true;
  }
}
