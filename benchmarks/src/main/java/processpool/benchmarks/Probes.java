package processpool.benchmarks;

import static processpool.benchmarks.Contenders.BARE;
import static processpool.benchmarks.Contenders.CPYTHON_EXECUTOR;
import static processpool.benchmarks.Contenders.CPYTHON_POOL;
import static processpool.benchmarks.Contenders.PIPE;
import static processpool.benchmarks.Contenders.POOL;
import static processpool.benchmarks.Contenders.PP4J;
import static processpool.benchmarks.Contenders.RING;
import static processpool.benchmarks.Contenders.THREADS;
import static processpool.benchmarks.Figure.Unit.BYTES;
import static processpool.benchmarks.Figure.Unit.BYTES_PER_SECOND;
import static processpool.benchmarks.Figure.Unit.PERCENT;
import static processpool.benchmarks.Figure.Unit.PER_SECOND;
import static processpool.benchmarks.Figure.Unit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes all figures: each round asks every contender once, each time another one first. */
final class Probes {
  private static final List<String> ALL =
      List.of(POOL, CPYTHON_POOL, CPYTHON_EXECUTOR, PP4J, THREADS, RING, PIPE);
  private static final List<String> PROCESS_POOLS =
      List.of(POOL, CPYTHON_POOL, CPYTHON_EXECUTOR, PP4J);
  private static final List<String> HUGE =
      List.of(POOL, CPYTHON_POOL, CPYTHON_EXECUTOR, THREADS, RING, PIPE);
  private static final List<String> QUICK_HUGE = List.of(POOL, CPYTHON_POOL, THREADS, RING);
  private static final String BATCH = " batch=?";
  private static final int WORKERS = 2;

  private final Settings settings;
  private final Contenders contenders;
  private final Results results;
  private final long begun = System.nanoTime();

  Probes(Settings settings, Contenders contenders, Results results) {
    this.settings = settings;
    this.contenders = contenders;
    this.results = results;
  }

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
    take("echo1k", "echo", "echo size=1024" + time);
    take("echo1m", "echo", "echo size=1048576" + time);
    take("echo64m", "echo", "echo size=67108864" + time);
    if (!settings.quick()) { // last, as it leaves the callers' heaps large and full
      take("maplarge", "map", "map batch=1000000" + time);
    }
    work();
    watched();
    shared();
    start();
    memory();
    idle();
    growth();
    queue();
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
      case "echo1k" -> new Figure(id, "echo of 1 KiB", BYTES_PER_SECOND);
      case "echo1m" -> new Figure(id, "echo of 1 MiB", BYTES_PER_SECOND);
      case "echo64m" -> new Figure(id, "echo of 64 MiB", BYTES_PER_SECOND);
      default -> throw new IllegalArgumentException("unknown figure: id=" + id);
    };
  }

  private void take(String probe, String group, String order, String... parts) throws Exception {
    if (!settings.wants(probe, group)) {
      return;
    }
    progress(probe);
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
    for (int round = 0; round < (huge && settings.quick() ? 1 : settings.rounds()); round++) {
      for (ContenderProcess one : Contenders.rotated(all, round)) {
        Map<String, Double> answer = one.ask(sized(order, one));
        if (parts.length == 0) {
          add(figure(probe), one.name(), answer, "rate");
        }
        for (String part : parts) {
          add(figure(probe + "." + part), one.name(), answer, part);
        }
      }
    }
  }

  private String sized(String order, ContenderProcess one) {
    return order.replace(BATCH, " batch=" + settings.batch(one.name()));
  }

  private String warmUp(String order, double least) {
    double seconds = Math.max(least, settings.seconds());
    return order.replace("seconds=" + settings.seconds(), "seconds=" + seconds);
  }

  private void add(Figure figure, String contender, Map<String, Double> answer, String key) {
    Double value = answer.get(key);
    if (value != null) {
      results.add(figure, contender, value);
    }
  }

  private void work() throws Exception {
    if (!settings.wants("work", "work")) {
      return;
    }
    progress("work");
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
      for (int round = 0; round < settings.rounds(); round++) {
        for (ContenderProcess one : Contenders.rotated(all, round)) {
          add(figure, one.name(), one.ask(order), "rate");
        }
      }
    }
  }

  /** The same program in turns, with the page and without. */
  private void watched() throws Exception {
    if (!settings.wants("watched", "watched")) {
      return;
    }
    progress("watched");
    Figure figure = new Figure("watched", "tasks of 1 ms, longer if shown", PERCENT);
    ContenderProcess pool = contenders.get(POOL);
    pool.open(WORKERS);
    int batch = settings.quick() ? 200 : 1_000;
    String order = "watched micros=1000 batch=" + batch + " seconds=" + settings.seconds();
    for (int round = 0; round < settings.rounds(); round++) {
      add(figure, POOL, pool.ask(order), "percent");
    }
  }

  /** In a fresh program, as a value is shared once. */
  private void shared() throws Exception {
    if (!settings.wants("shared", "shared")) {
      return;
    }
    progress("shared");
    Figure figure = new Figure("shared", "100 MB shared, 200 chunks of 1", SECONDS);
    for (int round = 0; round < (settings.quick() ? 1 : settings.rounds()); round++) {
      try (ContenderProcess fresh = contenders.fresh(POOL, System.getProperty("java.home"))) {
        fresh.open(WORKERS);
        fresh.ask("latency seconds=0.1");
        add(figure, POOL, fresh.ask("shared size=100000000 chunks=200"), "seconds");
      }
    }
  }

  private void start() throws Exception {
    if (!settings.wants("start", "start")) {
      return;
    }
    progress("start");
    Figure warm = new Figure("start", "3 workers have answered", SECONDS);
    Figure printed = new Figure("start.printed", " (bare: have printed)", SECONDS);
    Figure flags = new Figure("start.flags", " (bare: worker's flags)", SECONDS);
    Figure cold = new Figure("start.cold", " (a program's first pool)", SECONDS);
    String home = System.getProperty("java.home");
    List<ContenderProcess> all = contenders.get(PROCESS_POOLS);
    contenders.get(POOL).ask("start workers=3");
    for (int round = 0; round < settings.rounds(); round++) {
      double[] bare = Jvm.hellos(home, List.of(), 3);
      results.add(warm, BARE, bare[1]);
      results.add(printed, BARE, bare[0]);
      results.add(flags, BARE, Jvm.hellos(home, Jvm.WORKER_FLAGS, 3)[1]);
      for (ContenderProcess one : Contenders.rotated(all, round)) {
        add(warm, one.name(), one.ask("start workers=3"), "seconds");
      }
      try (ContenderProcess fresh = contenders.fresh(POOL, home)) {
        add(cold, POOL, fresh.ask("start workers=3"), "seconds");
      }
    }
    for (ContenderProcess one : all) {
      one.closeWorkers();
    }
    if (!settings.jdk25().isEmpty()) {
      start25(settings.jdk25());
    }
  }

  private void start25(String home) throws Exception {
    Figure warm = new Figure("start25", "the same on the second JDK", SECONDS);
    Figure flags = new Figure("start25.flags", " (bare: worker's flags)", SECONDS);
    Figure cold = new Figure("start25.cold", " (a program's first pool)", SECONDS);
    try (ContenderProcess pool = contenders.fresh(POOL, home)) {
      pool.ask("start workers=3");
      for (int round = 0; round < settings.rounds(); round++) {
        results.add(warm, BARE, Jvm.hellos(home, List.of(), 3)[1]);
        results.add(flags, BARE, Jvm.hellos(home, Jvm.WORKER_FLAGS, 3)[1]);
        add(warm, POOL, pool.ask("start workers=3"), "seconds");
        try (ContenderProcess fresh = contenders.fresh(POOL, home)) {
          add(cold, POOL, fresh.ask("start workers=3"), "seconds");
        }
      }
    }
  }

  private void memory() throws Exception {
    if (!settings.wants("memory", "memory") || !Files.exists(Path.of("/proc/self/status"))) {
      return;
    }
    progress("memory");
    Figure figure = new Figure("memory", "a worker's resident memory", BYTES);
    Figure held = new Figure("memory.held", " (its program holds a list)", BYTES);
    String home = System.getProperty("java.home");
    for (int round = 0; round < 3; round++) {
      Process bare = Jvm.start(List.of(), Hello.class, List.of("stay"));
      bare.getInputStream().read();
      results.add(figure, BARE, residentBytes(bare.pid()));
      bare.destroyForcibly().waitFor();
      for (ContenderProcess known : contenders.get(PROCESS_POOLS)) {
        // A fresh program: a forked worker begins with all that its program has gathered.
        try (ContenderProcess one = contenders.fresh(known.name(), home)) {
          worker(figure, one);
          if (one.ask("hold count=1000000").get("held") != null) {
            worker(held, one);
          }
        }
      }
    }
  }

  private void worker(Figure figure, ContenderProcess one) throws Exception {
    one.open(1);
    Double pid = one.ask("pid").get("pid");
    if (pid != null) {
      results.add(figure, one.name(), residentBytes(pid.longValue()));
    }
    one.closeWorkers();
  }

  private static double residentBytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return 1024.0 * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no VmRSS: pid=" + pid);
  }

  private void idle() throws Exception {
    if (!settings.wants("idle", "idle")) {
      return;
    }
    progress("idle");
    Figure figure = new Figure("idle", "processor use, 3 idle workers", PERCENT);
    List<ContenderProcess> all = contenders.get(PROCESS_POOLS);
    for (ContenderProcess one : all) {
      one.open(3);
      one.ask("latency seconds=0.1");
    }
    Thread.sleep(1500); // compilers finish what they began
    Map<String, Duration> before = new HashMap<>();
    all.forEach(one -> before.put(one.name(), one.cpu()));
    long from = System.nanoTime();
    Thread.sleep(settings.quick() ? 3_000 : 10_000);
    for (ContenderProcess one : all) {
      Duration used = one.cpu().minus(before.getOrDefault(one.name(), Duration.ZERO));
      results.add(figure, one.name(), 100.0 * used.toNanos() / (System.nanoTime() - from));
    }
  }

  private void growth() throws Exception {
    if (!settings.wants("growth", "growth")) {
      return;
    }
    List<ContenderProcess> all = contenders.get(List.of(POOL, CPYTHON_POOL, THREADS));
    double seconds = settings.seconds();
    for (int workers : settings.quick() ? new int[] {2, 16} : new int[] {1, 2, 4, 16}) {
      progress("growth " + workers);
      String with = String.format(Locale.ROOT, ", %2d workers", workers);
      Figure trip = new Figure("sleep.p50." + workers, "5 ms sleep" + with, SECONDS);
      Figure rate = new Figure("sleep.rate." + workers, "sleeps a worker" + with, PER_SECOND);
      Figure apply = new Figure("apply.p50." + workers, "apply, p50" + with, SECONDS);
      Figure async = new Figure("async." + workers, "applyAsync" + with, PER_SECOND);
      for (int round = 0; round < (settings.quick() ? 1 : 3); round++) {
        for (ContenderProcess one : Contenders.rotated(all, round)) {
          one.open(workers);
          String sleepers = "sleepers ms=5 workers=" + workers + " seconds=" + seconds;
          Map<String, Double> answer = one.ask(sleepers);
          add(trip, one.name(), answer, "p50");
          Double perSecond = answer.get("rate");
          if (perSecond != null) {
            results.add(rate, one.name(), perSecond / workers);
          }
          add(apply, one.name(), one.ask("latency seconds=" + seconds), "p50");
          String order = "async" + BATCH + " seconds=" + seconds;
          add(async, one.name(), one.ask(sized(order, one)), "rate");
          one.closeWorkers();
        }
      }
    }
  }

  private void queue() throws Exception {
    if (!settings.wants("queue", "growth")) {
      return;
    }
    progress("queue");
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

  private void progress(String probe) {
    System.err.printf("%3d s: measuring %s%n", (System.nanoTime() - begun) / 1_000_000_000, probe);
  }
}
