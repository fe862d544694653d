package processpool.benchmarks;

import static processpool.benchmarks.Contenders.CPYTHON_EXECUTOR;
import static processpool.benchmarks.Contenders.CPYTHON_POOL;
import static processpool.benchmarks.Contenders.POOL;
import static processpool.benchmarks.Contenders.PP4J;
import static processpool.benchmarks.Contenders.THREADS;
import static processpool.benchmarks.Figure.Unit.BYTES;
import static processpool.benchmarks.Figure.Unit.PERCENT;
import static processpool.benchmarks.Figure.Unit.PER_SECOND;
import static processpool.benchmarks.Figure.Unit.SECONDS;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What more workers, more pools and more waiting tasks cost. */
final class ManyProbes extends Probe {
  /**
   * Each worker is a JVM that compiles for about a second of processor time; two at a time here.
   */
  private static final double COMPILING = 0.7;

  ManyProbes(Settings settings, Contenders contenders, Results results) {
    super(settings, contenders, results);
  }

  @Override
  void run() throws Exception {
    idle();
    manyPools();
    growth();
    queue();
  }

  private void idle() throws Exception {
    if (settings.quick() || !begins("idle")) {
      return;
    }
    Figure figure = new Figure("idle", "processor use, 3 idle workers", PERCENT);
    List<ContenderProcess> all =
        contenders.get(List.of(POOL, CPYTHON_POOL, CPYTHON_EXECUTOR, PP4J));
    for (ContenderProcess one : all) {
      one.open(3);
      one.ask("latency seconds=0.1");
    }
    Thread.sleep(1500); // compilers finish what they began
    Map<String, Duration> before = new HashMap<>();
    all.forEach(one -> before.put(one.name(), one.cpu()));
    long from = System.nanoTime();
    Thread.sleep(10_000);
    for (ContenderProcess one : all) {
      Duration used = one.cpu().minus(before.getOrDefault(one.name(), Duration.ZERO));
      results.add(figure, one.name(), 100.0 * used.toNanos() / (System.nanoTime() - from));
    }
  }

  private void manyPools() throws Exception {
    if (settings.quick() || !begins("pools", "idle")) {
      return;
    }
    Figure figure = new Figure("pools", "processor use, parent of 100 pools", PERCENT);
    try (ContenderProcess fresh = contenders.fresh(POOL, System.getProperty("java.home"))) {
      add(figure, POOL, fresh.ask("pools count=100 pending=1000"), "percent");
    }
  }

  private void growth() throws Exception {
    for (int workers : settings.quick() ? new int[] {2, 16} : new int[] {1, 2, 4, 16, 64}) {
      if (begins("growth " + workers, "growth")) {
        for (ContenderProcess one : contenders.get(List.of(POOL, CPYTHON_POOL, THREADS))) {
          growth(one, workers);
        }
      }
    }
  }

  private void growth(ContenderProcess one, int workers) throws Exception {
    double seconds = settings.seconds();
    String with = String.format(Locale.ROOT, ", %2d workers", workers);
    Figure trip = new Figure("sleep.p50." + workers, "5 ms sleep" + with, SECONDS);
    Figure rate = new Figure("sleep.rate." + workers, "sleeps a worker" + with, PER_SECOND);
    Figure apply = new Figure("apply.p50." + workers, "apply, p50" + with, SECONDS);
    Figure async = new Figure("async." + workers, "applyAsync" + with, PER_SECOND);
    String small = sized("async" + BATCH + " seconds=", one);
    one.open(workers);
    if (!settings.quick() && one.name().equals(POOL)) {
      one.ask(small + Math.max(1.0, COMPILING * workers));
    }
    for (int round = 0; round < (settings.quick() ? 1 : 3); round++) {
      String sleepers = "sleepers ms=5 workers=" + workers + " seconds=" + seconds;
      Map<String, Double> answer = one.ask(sleepers);
      add(trip, one.name(), answer, "p50");
      Double perSecond = answer.get("rate");
      if (perSecond != null) {
        results.add(rate, one.name(), perSecond / workers);
      }
      if (!settings.quick()) { // by far not all is compiled then
        add(apply, one.name(), one.ask("latency seconds=" + seconds), "p50");
        add(async, one.name(), one.ask(small + seconds), "rate");
      }
    }
    one.closeWorkers();
  }

  private void queue() throws Exception {
    if (!begins("queue", "growth")) {
      return;
    }
    Figure figure = new Figure("queue", "memory of a queued task", BYTES);
    int count = settings.quick() ? 200_000 : 1_000_000;
    for (String name : List.of(POOL, THREADS)) {
      try (ContenderProcess one = contenders.fresh(name, System.getProperty("java.home"))) {
        one.open(WORKERS);
        add(figure, name, one.ask("queue workers=2 count=" + count), "bytes");
        one.closeWorkers();
      }
    }
  }
}
