package processpool;

import java.util.concurrent.TimeUnit;

/** Tasks that the tests send to workers. */
final class Tasks {
  static int calls;

  private Tasks() {}

  static long pid() {
    return ProcessHandle.current().pid();
  }

  static int square(int x) {
    return x * x;
  }

  static void nothing(int x) {}

  static int callsOfThisWorker() {
    return ++calls;
  }

  static long[] interval(int millis) throws InterruptedException {
    long start = System.currentTimeMillis();
    TimeUnit.MILLISECONDS.sleep(millis);
    return new long[] {pid(), start, System.currentTimeMillis()};
  }

  static int halt(int code) {
    Runtime.getRuntime().halt(code);
    return code;
  }

  @SuppressWarnings("unchecked")
  static <T extends Throwable> int sneakyThrow(Throwable thrown) throws T {
    throw (T) thrown;
  }

  static int spin(int x) {
    while (x > 0) {
      Thread.onSpinWait();
    }
    return x;
  }

  static long sleepForever() throws InterruptedException {
    TimeUnit.DAYS.sleep(1);
    return pid();
  }
}
