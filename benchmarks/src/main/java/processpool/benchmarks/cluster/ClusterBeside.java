package processpool.benchmarks.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.cluster.Cluster;

/**
 * One driver and two nodes of two workers on loopback, beside bare JGroups, the local pool and
 * Hazelcast; a line for each figure, with its target. Ratios can be trusted on a busy machine,
 * times cannot. {@code mvn -q compile exec:exec -pl benchmarks -am
 * -Dmain.class=processpool.benchmarks.cluster.ClusterBeside}
 */
public final class ClusterBeside {
  private static final int PORT = 7941;
  private static final int LARGE = 64 << 20;
  private static final Duration LONG = Duration.ofSeconds(60);

  private ClusterBeside() {}

  static int square(int x) {
    return x * x;
  }

  static byte[] echo(byte[] bytes) {
    return bytes;
  }

  static int nap(int millis) throws InterruptedException {
    Thread.sleep(millis);
    return millis;
  }

  /** Takes all figures. */
  public static void main(String[] arguments) throws Exception {
    double bareRoundTrip;
    double bareEcho;
    try (Child other = Child.of(BareGroups.class)) {
      other.awaitReady();
      BareGroups bare = new BareGroups();
      bare.roundTrip(10_000);
      bareRoundTrip = bare.roundTrip(10_000);
      bare.echo(LARGE);
      bareEcho = best(3, () -> bare.echo(LARGE));
      bare.close();
    }
    double hazelcast = hazelcastRate();
    ProcessPool local = new ProcessPool(4);
    double localApply = best(5, () -> applyP50(local));
    double localNaps = best(2, () -> naps(local, 400, 10));
    end(local);
    try (Child one = Child.node(PORT, 2, "")) {
      atMost("node ready, s", one.awaitReady(), 1.5);
      try (Child two = Child.node(PORT + 1, 2, "127.0.0.1:" + PORT)) {
        two.awaitReady();
        idle(two);
        withTwoNodes(two, bareRoundTrip, bareEcho, hazelcast, localApply, localNaps);
      }
    }
    growth();
  }

  private static void withTwoNodes(
      Child two,
      double bareRoundTrip,
      double bareEcho,
      double hazelcast,
      double localApply,
      double localNaps)
      throws Exception {
    long start = System.nanoTime();
    try (Cluster cluster = Cluster.builder().nodes(address(0), address(1)).join()) {
      atMost("driver joined, s", since(start), 0.7);
      cluster.awaitNodes(2, LONG);
      long joined = System.nanoTime();
      ProcessPool pool = cluster.pool().build();
      int unused = pool.apply(ClusterBeside::square, 3);
      atMost("first result after join, s", since(joined), 1.5);
      double apply = best(5, () -> applyP50(pool));
      atMost("apply p50, x bare + local", apply / (bareRoundTrip + localApply), 1.5);
      System.out.printf(
          Locale.ROOT,
          "  (apply %.0f us, bare %.0f us, local %.1f us)%n",
          apply * 1e6,
          bareRoundTrip * 1e6,
          localApply * 1e6);
      double rate = 1 / best(5, () -> 1 / asyncRate(pool, 100_000));
      atLeast("applyAsync, k/s", rate / 1e3, 50);
      atLeast("applyAsync, x Hazelcast", rate / hazelcast, 10);
      List<Integer> million = IntStream.range(0, 1_000_000).boxed().toList();
      atLeast(
          "map, M items/s",
          1 / best(5, () -> seconds(() -> pool.map(ClusterBeside::square, million))),
          1);
      byte[] large = new byte[LARGE];
      double echo = best(4, () -> seconds(() -> pool.apply(ClusterBeside::echo, large)));
      atLeast("64 MiB there and back, x bare", bareEcho / echo, 0.8);
      atLeast(
          "10 ms tasks, x four local workers",
          localNaps / best(2, () -> naps(pool, 400, 10)),
          0.95);
      atMost("SIGKILL until its task has failed, s", killed(pool, two), 2);
      end(pool);
    }
  }

  private static double killed(ProcessPool pool, Child node) throws Exception {
    CompletableFuture<Long> told = new CompletableFuture<>();
    for (int i = 0; i < 4; i++) {
      pool.applyAsync(ClusterBeside::nap, 4000)
          .toCompletableFuture()
          .exceptionally(
              lost -> {
                told.complete(System.nanoTime());
                return -1;
              });
    }
    TimeUnit.MILLISECONDS.sleep(500);
    long start = System.nanoTime();
    node.close();
    return (told.get(1, TimeUnit.MINUTES) - start) / 1e9;
  }

  private static void idle(Child node) throws Exception {
    TimeUnit.SECONDS.sleep(3);
    double before = node.processorSeconds();
    TimeUnit.SECONDS.sleep(10);
    atMost("idle node, % of a processor", (node.processorSeconds() - before) * 10, 1);
    atMost("idle node, MB", node.mebibytes(), 100);
  }

  private static void growth() throws Exception {
    for (int count : new int[] {2, 4, 8}) {
      List<Child> nodes = new ArrayList<>();
      try {
        for (int i = 0; i < count; i++) {
          nodes.add(Child.node(PORT + i, 1, i == 0 ? "" : address(0)));
          nodes.get(i).awaitReady();
        }
        try (Cluster cluster = Cluster.builder().nodes(address(0)).join()) {
          cluster.awaitNodes(count, LONG);
          ProcessPool pool = cluster.pool().build();
          naps(pool, 4 * count, 10);
          double ideal = 20 * 0.05;
          atLeast(
              count + " nodes, 50 ms tasks: efficiency", ideal / naps(pool, 20 * count, 50), 0.95);
          end(pool);
        }
      } finally {
        nodes.forEach(Child::close);
      }
    }
  }

  private static double hazelcastRate() throws Exception {
    try (Child one = Child.of(Hazelcast.class, "1");
        Child two = Child.of(Hazelcast.class, "2")) {
      one.awaitReady();
      two.awaitReady();
      Hazelcast here = new Hazelcast();
      double rate = 1 / best(5, () -> 1 / here.rate(5_000));
      here.close();
      return rate;
    }
  }

  private static String address(int node) {
    return "127.0.0.1:" + (PORT + node);
  }

  private static double applyP50(ProcessPool pool) throws Exception {
    long[] nanos = new long[4000];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      int unused = pool.apply(ClusterBeside::square, i % 1000);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[nanos.length / 2] / 1e9;
  }

  private static double asyncRate(ProcessPool pool, int count) throws Exception {
    long start = System.nanoTime();
    List<AsyncResult<Integer>> results = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      results.add(pool.applyAsync(ClusterBeside::square, i % 1000));
    }
    for (AsyncResult<Integer> result : results) {
      int unused = result.get();
    }
    return count / since(start);
  }

  private static double naps(ProcessPool pool, int count, int millis) throws Exception {
    long start = System.nanoTime();
    List<AsyncResult<Integer>> results = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      results.add(pool.applyAsync(ClusterBeside::nap, millis));
    }
    for (AsyncResult<Integer> result : results) {
      int unused = result.get();
    }
    return since(start);
  }

  private static void end(ProcessPool pool) throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  /** Something that takes seconds. */
  private interface Timed {
    double seconds() throws Exception;
  }

  private static double best(int rounds, Timed what) throws Exception {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < rounds; i++) {
      best = Math.min(best, what.seconds());
    }
    return best;
  }

  private static double seconds(java.util.concurrent.Callable<?> what) throws Exception {
    long start = System.nanoTime();
    @Nullable Object unused = what.call();
    return since(start);
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void atMost(String figure, double measured, double target) {
    say(figure, measured, "at most", target, measured <= target);
  }

  private static void atLeast(String figure, double measured, double target) {
    say(figure, measured, "at least", target, measured >= target);
  }

  private static void say(String figure, double measured, String how, double target, boolean met) {
    System.out.printf(
        Locale.ROOT,
        "%-40s %8.2f   %-8s %6.2f   %s%n",
        figure,
        measured,
        how,
        target,
        met ? "met" : "MISSED");
  }
}
