package processpool.benchmarks;

import static processpool.benchmarks.Contenders.CPYTHON_EXECUTOR;
import static processpool.benchmarks.Contenders.CPYTHON_POOL;
import static processpool.benchmarks.Contenders.LOKY;
import static processpool.benchmarks.Contenders.PIPE;
import static processpool.benchmarks.Contenders.POOL;
import static processpool.benchmarks.Contenders.PP4J;
import static processpool.benchmarks.Contenders.RAY;
import static processpool.benchmarks.Contenders.RING;
import static processpool.benchmarks.Contenders.THREADS;
import static processpool.benchmarks.Figure.Unit.BYTES_PER_SECOND;
import static processpool.benchmarks.Figure.Unit.PERCENT;
import static processpool.benchmarks.Figure.Unit.PER_SECOND;
import static processpool.benchmarks.Figure.Unit.SECONDS;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a program sees that has run for a while: its JVMs have compiled what they use. */
final class SteadyProbes extends Probe {
  private static final List<String> ALL =
      List.of(POOL, CPYTHON_POOL, CPYTHON_EXECUTOR, LOKY, RAY, PP4J, THREADS, RING, PIPE);
  private static final List<String> HUGE =
      List.of(POOL, CPYTHON_POOL, CPYTHON_EXECUTOR, THREADS, RING, PIPE);
  private static final List<String> QUICK_HUGE = List.of(POOL, CPYTHON_POOL, THREADS, RING);

  SteadyProbes(Settings settings, Contenders contenders, Results results) {
    super(settings, contenders, results);
  }

  @Override
  void run() throws Exception {
    double seconds = settings.seconds();
    String time = " seconds=" + seconds;
    String batch = BATCH + time;
    take("apply", "apply", "latency" + time, "p50", "p99");
    take("pause", "pause", "latency pause=5" + time, "p50", "p99");
    take("async", "async", "async" + batch);
    take("map", "map", "map batch=200000" + time);
    take("map1", "map", "mapSingly" + batch);
    take("imap", "map", "imap" + batch);
    take("callbacks", "callbacks", "callbacks" + batch);
    take("allof", "callbacks", "allOf batch=30000" + time);
    if (!settings.quick()) {
      take("echo1k", "echo", "echo size=1024" + time);
    }
    take("echo1m", "echo", "echo size=1048576" + time);
    take("echo64m", "echo", "echo size=67108864" + time);
    if (!settings.quick()) { // last, as it leaves the callers' heaps large and full
      take("maplarge", "map", "map batch=1000000" + time);
    }
    windows();
    work();
    watched();
  }

  private static Figure figure(String id) {
    return switch (id) {
      case "apply.p50" -> new Figure(id, "apply, p50", SECONDS);
      case "apply.p99" -> new Figure(id, "apply, p99", SECONDS);
      case "pause.p50" -> new Figure(id, "apply after 5 ms, p50", SECONDS);
      case "pause.p99" -> new Figure(id, "apply after 5 ms, p99", SECONDS);
      case "async" -> new Figure(id, "applyAsync", PER_SECOND);
      case "map" -> new Figure(id, "map, default chunks", PER_SECOND);
      case "maplarge" -> new Figure(id, "map of 1,000,000 items", PER_SECOND);
      case "map1" -> new Figure(id, "map, chunks of 1", PER_SECOND);
      case "imap" -> new Figure(id, "imap", PER_SECOND);
      case "callbacks" -> new Figure(id, "callbacks, 100 tasks under way", PER_SECOND);
      case "allof" -> new Figure(id, "allOf of 30,000 futures", PER_SECOND);
      case "echo1k" -> new Figure(id, "echo of 1 KiB", BYTES_PER_SECOND);
      case "echo1m" -> new Figure(id, "echo of 1 MiB", BYTES_PER_SECOND);
      case "echo64m" -> new Figure(id, "echo of 64 MiB", BYTES_PER_SECOND);
      default -> throw new IllegalArgumentException("unknown figure: id=" + id);
    };
  }

  private void take(String probe, String group, String order, String... parts) throws Exception {
    if (!begins(probe, group)) {
      return;
    }
    boolean huge = probe.equals("echo64m"); // would take PP4J half a minute each
    List<ContenderProcess> all = contenders.get(huge ? settings.quick() ? QUICK_HUGE : HUGE : ALL);
    for (ContenderProcess one : all) {
      one.open(WORKERS);
      // JVMs compile and grow their heaps first. CPython has nothing to wait for, and what holds
      // PP4J up are the pauses between its looks at a pipe.
      if (!one.name().startsWith("CPython") && !one.name().equals(PP4J)) {
        one.ask(warmUp(sized(order, one), one.name().equals(POOL) ? 0.6 : 0.3));
      }
    }
    rounds(
        huge && settings.quick() ? 1 : settings.rounds(),
        all,
        one -> {
          Map<String, Double> answer = one.ask(sized(order, one));
          if (parts.length == 0) {
            add(figure(probe), one.name(), answer, "rate");
          }
          for (String part : parts) {
            add(figure(probe + "." + part), one.name(), answer, part);
          }
        });
  }

  private String warmUp(String order, double least) {
    double seconds = Math.max(least, settings.seconds());
    return order.replace("seconds=" + settings.seconds(), "seconds=" + seconds);
  }

  /** At most so many tasks under way: the oldest is waited for before the next one goes. */
  private void windows() throws Exception {
    if (settings.quick() || !begins("window")) {
      return;
    }
    List<ContenderProcess> all = contenders.get(List.of(POOL, CPYTHON_POOL, THREADS));
    for (ContenderProcess one : all) {
      one.open(WORKERS);
    }
    for (int size : new int[] {1, 2, 10, 100, 1_000}) {
      String label = String.format(Locale.ROOT, "get, %,5d tasks under way", size);
      Figure figure = new Figure("window." + size, label, PER_SECOND);
      String order = "window size=" + size + BATCH + " seconds=" + settings.seconds();
      contenders.get(POOL).ask(order);
      rounds(
          settings.rounds(),
          all,
          one -> add(figure, one.name(), one.ask(sized(order, one)), "rate"));
    }
  }

  private void work() throws Exception {
    if (!begins("work")) {
      return;
    }
    List<ContenderProcess> all = contenders.get(List.of(POOL, CPYTHON_POOL, PP4J, THREADS));
    for (ContenderProcess one : all) {
      one.open(WORKERS);
    }
    for (int micros : settings.quick() ? new int[] {100} : new int[] {10, 100, 1_000, 10_000}) {
      Figure figure = new Figure("work." + micros, "tasks of " + micros + " us", PER_SECOND);
      double perSecond = WORKERS * 1e6 / micros;
      int batch =
          (int) Math.max(20, Math.min(settings.batch(POOL), settings.seconds() * perSecond));
      String order = "work micros=" + micros + " batch=" + batch + " seconds=" + settings.seconds();
      contenders.get(POOL).ask(order);
      contenders.get(THREADS).ask(order);
      rounds(settings.rounds(), all, one -> add(figure, one.name(), one.ask(order), "rate"));
    }
  }

  /** The same program in turns, with the page and without. */
  private void watched() throws Exception {
    if (settings.quick() || !begins("watched")) { // a few pairs say nothing
      return;
    }
    Figure figure = new Figure("watched", "tasks of 1 ms, longer if shown", PERCENT);
    ContenderProcess pool = contenders.get(POOL);
    pool.open(WORKERS);
    String order = "watched micros=1000 batch=1000 seconds=" + settings.seconds();
    for (int round = 0; round < settings.rounds(); round++) {
      add(figure, POOL, pool.ask(order), "percent");
    }
  }
}
