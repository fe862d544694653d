package processpool.benchmarks;

import static processpool.benchmarks.Contenders.BARE;
import static processpool.benchmarks.Contenders.CPYTHON_EXECUTOR;
import static processpool.benchmarks.Contenders.CPYTHON_POOL;
import static processpool.benchmarks.Contenders.POOL;
import static processpool.benchmarks.Contenders.PP4J;
import static processpool.benchmarks.Contenders.THREADS;
import static processpool.benchmarks.Figure.Unit.BYTES;
import static processpool.benchmarks.Figure.Unit.BYTES_PER_SECOND;
import static processpool.benchmarks.Figure.Unit.SECONDS;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a program sees that has just started: nothing is compiled, no memory was touched. */
final class FreshProbes extends Probe {
  private static final List<String> PROCESS_POOLS =
      List.of(POOL, CPYTHON_POOL, CPYTHON_EXECUTOR, PP4J);
  private static final int PROGRAMS = 10;

  private final String home = System.getProperty("java.home");

  FreshProbes(Settings settings, Contenders contenders, Results results) {
    super(settings, contenders, results);
  }

  @Override
  void run() throws Exception {
    start();
    leave();
    firstCalls();
    firstLarge();
    shared();
    words();
    memory();
  }

  private void start() throws Exception {
    if (!begins("start")) {
      return;
    }
    Figure warm = new Figure("start", "3 workers have answered", SECONDS);
    Figure printed = new Figure("start.printed", " (bare: have printed)", SECONDS);
    Figure flags = new Figure("start.flags", " (bare: worker's flags)", SECONDS);
    Figure cold = new Figure("start.cold", "a program's first pool", SECONDS);
    List<ContenderProcess> all = contenders.get(PROCESS_POOLS);
    contenders.get(POOL).ask("start workers=3");
    for (int round = 0; round < settings.rounds(); round++) {
      double[] bare = Jvm.hellos(home, List.of(), 3);
      results.add(warm, BARE, bare[1]);
      results.add(cold, BARE, freshHellos(home));
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

  private void start25(String secondHome) throws Exception {
    Figure warm = new Figure("start25", "the same on the second JDK", SECONDS);
    Figure flags = new Figure("start25.flags", " (bare: worker's flags)", SECONDS);
    Figure cold = new Figure("start25.cold", "a program's first pool there", SECONDS);
    try (ContenderProcess pool = contenders.fresh(POOL, secondHome)) {
      pool.ask("start workers=3");
      for (int round = 0; round < settings.rounds(); round++) {
        results.add(warm, BARE, Jvm.hellos(secondHome, List.of(), 3)[1]);
        results.add(cold, BARE, freshHellos(secondHome));
        results.add(flags, BARE, Jvm.hellos(secondHome, Jvm.WORKER_FLAGS, 3)[1]);
        add(warm, POOL, pool.ask("start workers=3"), "seconds");
        try (ContenderProcess fresh = contenders.fresh(POOL, secondHome)) {
          add(cold, POOL, fresh.ask("start workers=3"), "seconds");
        }
      }
    }
  }

  /** The same three bare JVMs, but started by a program that has just started, too. */
  private static double freshHellos(String home) throws Exception {
    Process starter = Jvm.start(home, List.of(), Hello.class, List.of("three"));
    String seconds = new String(starter.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Double.parseDouble(seconds.trim());
  }

  private void leave() throws Exception {
    if (!begins("leave", "start")) {
      return;
    }
    Figure figure = new Figure("leave", "close and join of 3 idle workers", SECONDS);
    rounds(
        settings.rounds(),
        contenders.get(List.of(POOL, CPYTHON_POOL, CPYTHON_EXECUTOR)),
        one -> add(figure, one.name(), one.ask("leave workers=3"), "seconds"));
  }

  /** Of several programs the middle one counts; of each program the worst thousand. */
  private void firstCalls() throws Exception {
    if (!begins("first", "apply")) {
      return;
    }
    Figure first = new Figure("first.thousand", "apply, p50 of the first 1000", SECONDS);
    Figure later = new Figure("first.later", "apply, p50 of the worst 1000 after", SECONDS);
    String order = "first thousands=" + (settings.quick() ? 4 : 20);
    for (int program = 0; program < (settings.quick() ? 2 : PROGRAMS); program++) {
      for (String name : List.of(POOL, THREADS)) {
        try (ContenderProcess fresh = contenders.fresh(name, home)) {
          fresh.open(WORKERS);
          Map<String, Double> answer = fresh.ask(order);
          add(first, name, answer, "first");
          add(later, name, answer, "worst");
        }
      }
    }
  }

  private void firstLarge() throws Exception {
    if (!begins("large", "echo")) {
      return;
    }
    Figure first = new Figure("large.first", "echo of 64 MiB, the first", BYTES_PER_SECOND);
    Figure tenth = new Figure("large.tenth", "echo of 64 MiB, the tenth", BYTES_PER_SECOND);
    for (int round = 0; round < (settings.quick() ? 1 : settings.rounds()); round++) {
      for (String name : List.of(POOL, THREADS)) {
        try (ContenderProcess fresh = contenders.fresh(name, home)) {
          fresh.open(WORKERS);
          Map<String, Double> answer = fresh.ask("large size=67108864 times=10");
          add(first, name, answer, "first");
          add(tenth, name, answer, "last");
        }
      }
    }
  }

  private void shared() throws Exception {
    if (!begins("shared")) {
      return;
    }
    Figure figure = new Figure("shared", "100 MB shared, 200 chunks of 1", SECONDS);
    for (int round = 0; round < (settings.quick() ? 1 : settings.rounds()); round++) {
      try (ContenderProcess fresh = contenders.fresh(POOL, home)) {
        fresh.open(WORKERS);
        fresh.ask("latency seconds=0.1");
        add(figure, POOL, fresh.ask("shared size=100000000 chunks=200"), "seconds");
      }
    }
  }

  /** Large results: dictionaries of what a text says, with the JVMs' own heaps and with small. */
  private void words() throws Exception {
    if (settings.quick() || !begins("words")) {
      return;
    }
    Figure time = new Figure("words", "words of 300 MB, 72 chunks", SECONDS);
    Figure small = new Figure("words.small", " (workers of -Xmx256m)", SECONDS);
    Figure peak = new Figure("words.peak", " a worker's memory at most", BYTES);
    Figure smallPeak = new Figure("words.small.peak", " (workers of -Xmx256m: memory)", BYTES);
    try (TextFile text = TextFile.write(300_000_000)) {
      String order = "words chunks=72 file=" + text.encodedPath();
      for (int round = 0; round < settings.rounds(); round++) {
        for (ContenderProcess known : contenders.get(List.of(POOL, CPYTHON_POOL, THREADS))) {
          try (ContenderProcess fresh = contenders.fresh(known.name(), home)) {
            fresh.open(WORKERS);
            Map<String, Double> answer = fresh.ask(order);
            add(time, known.name(), answer, "seconds");
            add(peak, known.name(), answer, "peak");
          }
        }
        try (ContenderProcess fresh = contenders.fresh(POOL, home)) {
          fresh.ask("open workers=" + WORKERS + " heap=256");
          Map<String, Double> answer = fresh.ask(order);
          add(small, POOL, answer, "seconds");
          add(smallPeak, POOL, answer, "peak");
          fresh.closeWorkers();
        }
      }
    }
  }

  private void memory() throws Exception {
    if (!Files.exists(Path.of("/proc/self/status")) || !begins("memory")) {
      return;
    }
    Figure figure = new Figure("memory", "a worker's resident memory", BYTES);
    Figure held = new Figure("memory.held", " (its program holds a list)", BYTES);
    for (int round = 0; round < (settings.quick() ? 1 : 3); round++) {
      Process bare = Jvm.start(List.of(), Hello.class, List.of("stay"));
      bare.getInputStream().read();
      results.add(figure, BARE, Memory.resident(bare.pid()));
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
      results.add(figure, one.name(), Memory.resident(pid.longValue()));
    }
    one.closeWorkers();
  }
}
