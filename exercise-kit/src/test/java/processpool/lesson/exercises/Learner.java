package processpool.lesson.exercises;

import java.util.concurrent.CountDownLatch;

/** Stands for a learner's code, which is told from the rest by its package. */
public final class Learner {
  private Learner() {}

  /** Waits. */
  public static void waitFor(CountDownLatch latch) throws InterruptedException {
    latch.await();
  }

  /** A program that an exception ends, deep down. */
  public static void main(String[] args) {
    if (args.length > 0) {
      System.exit(Integer.parseInt(args[0]));
    }
    Runnable deep =
        () -> {
          throw new IllegalArgumentException(
              "the task of type a.Learner$$Lambda$5/0x0000700 cannot travel to a worker: b.C is not"
                  + " serializable",
              new IllegalStateException("cause"));
        };
    deep.run();
  }
}
