package processpool.learn;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs all solutions again and again, every other round with all processors kept busy: a test that
 * fails a right answer now and then is worse than none. For those who change exercises.
 */
final class Soak {
  private static final int JUDGES = 2;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path project;
  private final List<Exercise> exercises;
  private final PrintStream out;
  private volatile boolean busy;

  Soak(Path project, List<Exercise> exercises, PrintStream out) {
    this.project = project;
    this.exercises = exercises;
    this.out = out;
  }

  /** Tells whether every solution passed in every round. */
  boolean run(int rounds) throws InterruptedException, ExecutionException {
    int failures = 0;
    ExecutorService threads = Executors.newFixedThreadPool(JUDGES);
    try {
      for (int round = 1; round <= rounds; round++) {
        boolean loaded = round % 2 == 0;
        List<Thread> load = loaded ? keepBusy() : List.of();
        List<Future<Integer>> parts = new ArrayList<>();
        for (int part = 0; part < JUDGES; part++) {
          int mine = part;
          parts.add(threads.submit(() -> judge(mine)));
        }
        for (Future<Integer> part : parts) {
          failures += part.get();
        }
        busy = false;
        for (Thread thread : load) {
          thread.join();
        }
        String how = loaded ? "processors busy" : "processors free";
        out.println("round " + round + " of " + rounds + " (" + how + "): failures=" + failures);
      }
    } finally {
      busy = false;
      threads.shutdownNow();
    }
    out.println(rounds * exercises.size() + " runs, failures=" + failures);
    return failures == 0;
  }

  private int judge(int part) throws IOException, InterruptedException {
    int failures = 0;
    try (Judge judge = new Judge(project, LIMIT, false)) {
      for (int i = part; i < exercises.size(); i += JUDGES) {
        Exercise exercise = exercises.get(i);
        Verdict verdict = judge.judge(exercise, exercise.solution());
        if (!verdict.passed()) {
          failures++;
          out.println(exercise.id() + ": " + verdict);
        }
      }
    }
    return failures;
  }

  private List<Thread> keepBusy() {
    busy = true;
    List<Thread> load = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread thread =
          new Thread(
              () -> {
                while (busy) {
                  Thread.onSpinWait();
                }
              },
              "busy");
      thread.setDaemon(true);
      thread.start();
      load.add(thread);
    }
    return load;
  }
}
