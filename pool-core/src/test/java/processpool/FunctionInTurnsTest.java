package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * One function object that is submitted in turns through several interfaces, to a pool and to its
 * executor: what it calls is sent to a worker once for each of them and not kept anew with each
 * call. Conformance line 45.
 */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT) // they wait most of the time
class FunctionInTurnsTest {
  /** A name that takes as much room as a thousand calls of one that is short. */
  private static final String NAME = "x".repeat(30_000);

  /** Prints by how many KiB the heaps have grown. */
  private static final String PROGRAM =
      """
      //Turns.java
      import java.util.concurrent.*;
      import processpool.*;

      public class Turns {
        static int NAME() {
          return 1;
        }

        static void nothing() {}

        static class Task
            implements SerializableCallable<Integer>, SerializableFunction<Integer, Integer>, Runnable {
          public Integer call() {
            return 1;
          }

          public Integer apply(Integer x) {
            return x;
          }

          public void run() {}
        }

        static long used() {
          for (int i = 0; i < 3; i++) {
            System.gc();
          }
          return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 10;
        }

        static void inTurns(ProcessPool pool, String what, int times) throws Exception {
          PoolExecutor executor = pool.asExecutorService();
          SerializableCallable<Integer> named = Turns::NAME;
          int captured = times;
          SerializableCallable<Integer> capturing = () -> NAME() + captured;
          Task object = new Task();
          for (int i = 0; i < times; i++) {
            switch (what) {
              case "named" -> {
                pool.applyAsync(named).get();
                executor.submit(named).get();
                executor.submit((Callable<Integer>) named).get();
              }
              case "capturing" -> {
                pool.apply(capturing);
                executor.invokeAll(java.util.List.of(capturing)).get(0).get();
              }
              case "object" -> {
                pool.applyAsync((SerializableCallable<Integer>) object).get();
                executor.submit((Callable<Integer>) object).get();
                executor.submit((Runnable) object).get();
                pool.map(object, java.util.List.of(1));
              }
              default -> throw new IllegalArgumentException(what);
            }
          }
        }

        public static void main(String[] args) throws Exception {
          ProcessPool pool = new ProcessPool(1);
          int times = Integer.parseInt(args[1]);
          inTurns(pool, args[0], 1_000);
          long worker = pool.apply(Turns::used);
          long parent = used();
          inTurns(pool, args[0], times);
          System.out.println((pool.apply(Turns::used) - worker) + " " + (used() - parent));
          pool.terminate();
        }
      }
      """;

  private static void heapsStayAsTheyAre(Path folder, String what, int times) throws Exception {
    String source = PROGRAM.replace("NAME", what.equals("named") ? NAME : "name");
    Path classes = Program.compile(folder, source);
    String classPath = classes + File.pathSeparator + Program.poolCore();
    Programs.Ended ended =
        Programs.run(
            new ProcessBuilder(
                Program.javaCommand().toString(), "-cp", classPath, "Turns", what, "" + times));
    assertThat(ended.err()).isEmpty();
    for (String kibibytes : List.of(ended.out().strip().split(" "))) {
      assertThat(Long.parseLong(kibibytes))
          .as("growth of worker and parent in KiB: " + ended.out())
          .isLessThan(2_000);
    }
  }

  @Test
  void aMethodReference(@TempDir Path folder) throws Exception {
    heapsStayAsTheyAre(folder, "named", 1_000);
  }

  @Test
  void aLambdaThatCaptures(@TempDir Path folder) throws Exception {
    heapsStayAsTheyAre(folder, "capturing", 10_000);
  }

  @Test
  void anObjectOfSeveralInterfaces(@TempDir Path folder) throws Exception {
    heapsStayAsTheyAre(folder, "object", 5_000);
  }
}
