package processpool.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Figures that a program can give only once, as it has just started. */
final class FreshMeasures {
  private static final double NANOS = 1e9;
  private static final int THOUSAND = 1_000;

  private FreshMeasures() {}

  /** The median of the first thousand calls, and the worst median of the thousands after. */
  static String firstCalls(Contender contender, int thousands) throws Exception {
    double first = 0;
    double worst = 0;
    long[] samples = new long[THOUSAND];
    for (int thousand = 0; thousand < thousands; thousand++) {
      for (int i = 0; i < THOUSAND; i++) {
        long begun = System.nanoTime();
        contender.call();
        samples[i] = System.nanoTime() - begun;
      }
      Arrays.sort(samples);
      double median = Measures.percentile(samples, 0.50);
      if (thousand == 0) {
        first = median;
      } else {
        worst = Math.max(worst, median);
      }
    }
    return "first=" + first + " worst=" + worst;
  }

  /** Bytes of payload a second of the first round trip, and of the last of so many. */
  static String large(Contender contender, int size, int times) throws Exception {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 7);
    double first = 0;
    double last = 0;
    for (int i = 0; i < times; i++) {
      long begun = System.nanoTime();
      byte[] back = contender.echo(bytes);
      last = size * NANOS / (System.nanoTime() - begun);
      if (back.length != size || back[size - 1] != 7) {
        throw new IllegalStateException("the echo is not what was sent");
      }
      if (i == 0) {
        first = last;
      }
    }
    return "first=" + first + " last=" + last;
  }

  /** From before a large value is shared until all chunks of a map have used it. */
  static String shared(Contender contender, int bytes, int chunks) throws Exception {
    long begun = System.nanoTime();
    contender.shared(bytes, chunks);
    return "seconds=" + (System.nanoTime() - begun) / NANOS;
  }

  /** How long counting takes, and the memory that the largest worker had meanwhile. */
  static String words(Contender contender, Path text, int chunks) throws Exception {
    long begun = System.nanoTime();
    int words = contender.words(text, chunks);
    double seconds = (System.nanoTime() - begun) / NANOS;
    double peak = 0;
    if (Files.exists(Path.of("/proc/self/status"))) {
      for (long pid : contender.pids()) {
        peak = Math.max(peak, Memory.peak(pid));
      }
    }
    return "seconds=" + seconds + " words=" + words + (peak > 0 ? " peak=" + peak : "");
  }

  /** What this program itself uses of a processor while so many pools of one worker wait. */
  static String pools(int count, int pending) throws Exception {
    List<PoolContender> pools = new ArrayList<>();
    List<Future<?>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      PoolContender pool = new PoolContender(1);
      pools.add(pool);
      pool.call();
    }
    for (int i = 0; i < pending; i++) {
      results.add(pools.get(i % count).sleep(600_000));
    }
    TimeUnit.SECONDS.sleep(3); // compilers finish what they began
    Duration before = used();
    long from = System.nanoTime();
    TimeUnit.SECONDS.sleep(20);
    double percent = 100.0 * used().minus(before).toNanos() / (System.nanoTime() - from);
    if (results.stream().anyMatch(Future::isDone)) {
      throw new IllegalStateException("a result was there that nobody could have given");
    }
    for (PoolContender pool : pools) {
      pool.leave();
    }
    return "percent=" + percent;
  }

  private static Duration used() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
