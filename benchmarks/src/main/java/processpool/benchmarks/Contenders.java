package processpool.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** All contenders' processes, for as long as the run lasts. */
final class Contenders implements AutoCloseable {
  static final String POOL = "this pool";
  static final String CPYTHON_POOL = "CPython Pool";
  static final String CPYTHON_EXECUTOR = "CPython PPE";
  static final String LOKY = "CPython loky";
  static final String RAY = "CPython Ray";
  static final String PP4J = "PP4J";
  static final String THREADS = "threads";
  static final String RING = "bare ring";
  static final String PIPE = "bare pipe";

  /** No contender but a column: plain JVMs. */
  static final String BARE = "bare JVM";

  static final List<String> COLUMNS =
      List.of(POOL, CPYTHON_POOL, CPYTHON_EXECUTOR, LOKY, RAY, PP4J, THREADS, RING, PIPE, BARE);

  /** What CPython must be able to import, beyond its own. */
  private static final Map<String, String> IMPORTS = Map.of(LOKY, "joblib", RAY, "ray");

  private final List<ContenderProcess> running = new ArrayList<>();
  private final Path script;
  private final String python;
  private final List<String> flags;
  private final Set<String> cannotRun = new HashSet<>();

  Contenders(String python, List<String> flags) throws Exception {
    this.python = python;
    this.flags = flags;
    script = Files.createTempFile("contender-", ".py");
    try (InputStream resource = Contenders.class.getResourceAsStream("contender.py")) {
      if (resource == null) {
        throw new IOException("contender.py is not on the class path");
      }
      Files.write(script, resource.readAllBytes());
    }
    if (!runs(python, "--version")) {
      cannotRun.addAll(List.of(CPYTHON_POOL, CPYTHON_EXECUTOR, LOKY, RAY));
      if (!python.isEmpty()) {
        System.err.println("no CPython: \"" + python + "\" does not start; set -Dpython=...");
      }
    } else {
      for (Map.Entry<String, String> needed : IMPORTS.entrySet()) {
        if (!runs(python, "-c", "import " + needed.getValue())) {
          cannotRun.add(needed.getKey());
        }
      }
    }
  }

  private static boolean runs(String python, String... arguments) throws InterruptedException {
    if (python.isEmpty()) {
      return false;
    }
    List<String> command = new ArrayList<>(List.of(python));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Those of the named ones that can run here, started when first asked for. */
  List<ContenderProcess> get(List<String> names) throws IOException {
    List<ContenderProcess> found = new ArrayList<>();
    for (String name : names) {
      if (!cannotRun.contains(name)) {
        found.add(get(name));
      }
    }
    return found;
  }

  ContenderProcess get(String name) throws IOException {
    running.removeIf(ContenderProcess::isDead); // a fresh one may fare better with the next figure
    for (ContenderProcess one : running) {
      if (one.name().equals(name)) {
        return one;
      }
    }
    ContenderProcess started = fresh(name, System.getProperty("java.home"));
    running.add(started);
    return started;
  }

  /** One more, which the caller closes. */
  ContenderProcess fresh(String name, String javaHome) throws IOException {
    List<String> command =
        switch (name) {
          case POOL -> Jvm.command(javaHome, flags, ContenderMain.class, List.of("pool"));
          case PP4J -> java(javaHome, "pp4j");
          case THREADS -> java(javaHome, "threads");
          case RING -> java(javaHome, "ring");
          case PIPE -> java(javaHome, "pipe");
          case CPYTHON_POOL -> List.of(python, script.toString(), "pool");
          case LOKY -> List.of(python, script.toString(), "loky");
          case RAY -> List.of(python, script.toString(), "ray");
          case CPYTHON_EXECUTOR -> List.of(python, script.toString(), "executor");
          default -> throw new IllegalArgumentException("unknown contender: name=" + name);
        };
    return new ContenderProcess(name, command);
  }

  private static List<String> java(String home, String kind) {
    return Jvm.command(home, List.of(), ContenderMain.class, List.of(kind));
  }

  /** The same ones, beginning with another one each round. */
  static <T> List<T> rotated(List<T> all, int round) {
    List<T> rotated = new ArrayList<>(all);
    Collections.rotate(rotated, -round);
    return rotated;
  }

  @Override
  public void close() throws IOException {
    for (ContenderProcess one : running) {
      one.close();
    }
    Files.deleteIfExists(script);
  }
}
