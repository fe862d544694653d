package processpool.benchmarks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** How each figure is taken. {@code contender.py} does the same, line for line. */
final class Measures {
  private static final int MOST_SAMPLES = 1_000_000;
  private static final int UNDER_WAY = 100;
  private static final double NANOS = 1e9;

  private Measures() {}

  /** Something to time. */
  interface Action {
    void run() throws Exception;
  }

  /** So many small tasks at once. */
  interface Batch {
    void run(int count) throws Exception;
  }

  /** Times single calls, each after a pause of so many milliseconds. */
  static String latency(Action call, double seconds, int pause) throws Exception {
    long[] samples = samples(call, seconds, pause, 20);
    return "p50=%s p99=%s".formatted(percentile(samples, 0.50), percentile(samples, 0.99));
  }

  /** Bytes of payload a second of a round trip: size / median time. */
  static String echo(Contender contender, int size, double seconds) throws Exception {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    if (!Arrays.equals(bytes, contender.echo(bytes))) {
      throw new IllegalStateException("the echo is not what was sent");
    }
    long[] samples = samples(() -> contender.echo(bytes), seconds, 0, 1);
    return "rate=" + size / percentile(samples, 0.50);
  }

  /** Small tasks a second, over whole batches. */
  static String rate(Batch batch, int count, double seconds) throws Exception {
    long begun = System.nanoTime();
    long done = 0;
    double taken;
    do {
      batch.run(count);
      done += count;
      taken = (System.nanoTime() - begun) / NANOS;
    } while (taken < seconds);
    return "rate=" + done / taken;
  }

  /** Submits so many tasks that work, then waits for all. */
  static void work(Contender contender, int count, int micros) throws Exception {
    List<Future<?>> results = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      results.add(contender.work(micros));
    }
    for (Future<?> result : results) {
      result.get();
    }
  }

  /** By how many percent longer tasks that work take while somebody looks on: the middle pair. */
  static String watched(Contender contender, int count, int micros, double seconds)
      throws Exception {
    work(contender, count, micros);
    List<Double> ratios = new ArrayList<>();
    long end = System.nanoTime() + (long) (seconds * NANOS);
    while (ratios.size() < 3 || System.nanoTime() < end) {
      if (ratios.size() % 2 == 0) {
        double alone = secondsOfWork(contender, count, micros);
        ratios.add(secondsWatched(contender, count, micros) / alone);
      } else {
        double watched = secondsWatched(contender, count, micros);
        ratios.add(watched / secondsOfWork(contender, count, micros));
      }
    }
    Collections.sort(ratios);
    return "percent=" + 100 * (ratios.get(ratios.size() / 2) - 1);
  }

  private static double secondsWatched(Contender contender, int count, int micros)
      throws Exception {
    Contender.Onlooker onlooker = contender.watch();
    try {
      return secondsOfWork(contender, count, micros);
    } finally {
      onlooker.close();
    }
  }

  private static double secondsOfWork(Contender contender, int count, int micros) throws Exception {
    long begun = System.nanoTime();
    work(contender, count, micros);
    return (System.nanoTime() - begun) / NANOS;
  }

  /** Submits so many small tasks, at most {@code size} of them under way. */
  static void window(Contender contender, int count, int size) throws Exception {
    Deque<Future<?>> underWay = new ArrayDeque<>(size);
    for (int i = 0; i < count; i++) {
      if (underWay.size() == size) {
        underWay.remove().get();
      }
      underWay.add(contender.small(i));
    }
    for (Future<?> result : underWay) {
      result.get();
    }
  }

  /** Submits so many small tasks, a hundred under way: the callback of each lets one more go. */
  static void callbacks(Contender contender, int count) throws Exception {
    Semaphore free = new Semaphore(UNDER_WAY);
    for (int i = 0; i < count; i++) {
      free.acquire();
      contender.submitSmall(i, free::release);
    }
    free.acquire(UNDER_WAY);
  }

  /** From before the pool is made until each worker has answered. */
  static String start(Callable<Contender> create, int workers) throws Exception {
    long begun = System.nanoTime();
    Contender contender = create.call();
    try {
      awaitAll(contender, workers);
      return "seconds=" + (System.nanoTime() - begun) / NANOS;
    } finally {
      contender.leave();
    }
  }

  /** From before an idle pool is closed until all its workers have left. */
  static String leave(Callable<Contender> create, int workers) throws Exception {
    Contender contender = create.call();
    awaitAll(contender, workers);
    Thread.sleep(50); // idle by now
    long begun = System.nanoTime();
    contender.closeAndJoin();
    return "seconds=" + (System.nanoTime() - begun) / NANOS;
  }

  private static void awaitAll(Contender contender, int workers) throws Exception {
    Deque<Future<Long>> pending = new ArrayDeque<>();
    Set<Long> pids = new HashSet<>();
    for (int i = 0; i < 2 * workers; i++) {
      pending.add(contender.pid());
    }
    while (pids.size() < workers) {
      // In order of submission is not in order of answering: look at all that wait.
      for (int i = pending.size(); i > 0; i--) {
        Future<Long> result = pending.remove();
        if (result.isDone()) {
          pids.add(result.get());
          result = contender.pid();
        }
        pending.add(result);
      }
      if (pids.size() < workers) {
        Thread.sleep(1); // less, and looking takes the processor from those who start
      }
    }
  }

  /** Tasks that sleep: the round trip of one alone, and how many a second when all are busy. */
  static String sleepers(Contender contender, int workers, int milliseconds, double seconds)
      throws Exception {
    for (Future<?> warm : sleep(contender, 4 * workers, milliseconds)) {
      warm.get();
    }
    long[] alone = samples(() -> contender.sleep(milliseconds).get(), seconds, 0, 20);
    int count = Math.max(workers, workers * (int) (seconds * 1000 / milliseconds));
    long begun = System.nanoTime();
    for (Future<?> result : sleep(contender, count, milliseconds)) {
      result.get();
    }
    double taken = (System.nanoTime() - begun) / NANOS;
    return "p50=%s rate=%s".formatted(percentile(alone, 0.50), count / taken);
  }

  private static List<Future<?>> sleep(Contender contender, int count, int milliseconds)
      throws Exception {
    List<Future<?>> results = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      results.add(contender.sleep(milliseconds));
    }
    return results;
  }

  /** The heap that small tasks take while they wait behind blocked workers, each. */
  static String queue(Contender contender, int workers, int count) throws Exception {
    contender.call();
    sleep(contender, 2 * workers, 120_000); // twice, so that none is idle: the pool is then dropped
    Thread.sleep(200);
    long before = usedHeap();
    for (int i = 0; i < count; i++) {
      contender.submitSmall(i);
    }
    long grown = usedHeap() - before;
    return "bytes=" + (double) grown / count;
  }

  private static long usedHeap() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(20);
      least =
          Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return least;
  }

  /** At least so many samples, for at least so long. */
  private static long[] samples(Action action, double seconds, int pause, int least)
      throws Exception {
    long[] samples = new long[1024];
    int taken = 0;
    long end = System.nanoTime() + (long) (seconds * NANOS);
    while (taken < least || (System.nanoTime() < end && taken < MOST_SAMPLES)) {
      if (pause > 0) {
        Thread.sleep(pause);
      }
      long begun = System.nanoTime();
      action.run();
      long done = System.nanoTime();
      if (taken == samples.length) {
        samples = Arrays.copyOf(samples, 2 * taken);
      }
      samples[taken++] = done - begun;
    }
    samples = Arrays.copyOf(samples, taken);
    Arrays.sort(samples);
    return samples;
  }

  static double percentile(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * share))] / NANOS;
  }
}
