package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Contract: workers are daemons of the parent; what they had not printed when main returns is not
 * printed; Ctrl-C ends everything quietly, and is the parent's business alone. Conformance lines
 * 15, 26, 28, 29 and 36.
 */
@Timeout(180)
class ProgramEndTest {
  /** Keeps a pool in a static field, never closes it, and ends as it is told. */
  static class Program {
    static ProcessPool pool;

    public static void main(String[] args) throws Exception {
      pool = new ProcessPool(2);
      switch (args[0]) {
        case "idle" -> System.out.println(pool.map(Tasks::square, List.of(1, 2, 3), 1));
        case "unused" -> {}
        case "busy" -> {
          for (int i = 0; i < 6; i++) {
            pool.runAsync(Program::printLate);
          }
          System.out.println("main returns");
        }
        case "hook" -> {
          AsyncResult<Long> running = pool.applyAsync(Tasks::sleepForever);
          while (running.workerPid().isEmpty()) {
            Thread.onSpinWait();
          }
          Iterable<Integer> endless = () -> Stream.generate(() -> 1).iterator();
          var unread = pool.imap(Tasks::square, endless);
          Thread hook = new Thread(() -> endPool(args[1], running));
          Runtime.getRuntime().addShutdownHook(hook);
          System.exit(0);
        }
        default -> {
          AsyncResult<Integer> spinning = pool.applyAsync(Tasks::spin, 1);
          AsyncResult<Long> sleeping = pool.applyAsync(Tasks::sleepForever);
          while (spinning.workerPid().isEmpty() || sleeping.workerPid().isEmpty()) {
            Thread.onSpinWait();
          }
          System.out.println(pool.workerPids());
          System.out.println(pool.map(Tasks::square, List.of(1)));
        }
      }
    }

    private static void endPool(String how, AsyncResult<Long> running) {
      try {
        if (how.equals("terminate")) {
          pool.terminate();
          running.get();
        } else {
          pool.close();
        }
      } catch (CancellationException e) {
        System.out.println("cancelled");
      } catch (InterruptedException | ExecutionException e) {
        System.out.println(e);
      }
      try {
        pool.join();
        System.out.println("joined");
      } catch (InterruptedException e) {
        System.out.println(e);
      }
    }

    static void printLate() throws InterruptedException {
      TimeUnit.SECONDS.sleep(2);
      System.out.println("too late");
    }
  }

  @Test
  void aPoolInAStaticFieldNeverClosedLetsTheProgramExit() throws Exception {
    Programs.Ended idle = Programs.run(Program.class, List.of(), "idle");
    assertThat(idle).isEqualTo(new Programs.Ended(0, line("[1, 4, 9]"), ""));
    Programs.Ended unused = Programs.run(Program.class, List.of(), "unused");
    assertThat(unused).isEqualTo(new Programs.Ended(0, "", ""));
  }

  @Test
  void whatRunningTasksHadNotPrintedIsNotPrinted() throws Exception {
    Programs.Ended busy = Programs.run(Program.class, List.of(), "busy");
    assertThat(busy).isEqualTo(new Programs.Ended(0, line("main returns"), ""));
  }

  @Test
  void aShutdownHookThatWaitsForThePoolDoesNotKeepTheProgramFromEnding() throws Exception {
    Programs.Ended close = Programs.run(Program.class, List.of(), "hook", "close");
    assertThat(close).isEqualTo(new Programs.Ended(0, line("joined"), ""));
    Programs.Ended terminate = Programs.run(Program.class, List.of(), "hook", "terminate");
    assertThat(terminate).isEqualTo(new Programs.Ended(0, line("cancelled") + line("joined"), ""));
  }

  private static String line(String text) {
    return text + System.lineSeparator();
  }

  private Process program;

  @AfterEach
  void endProgram() {
    if (program != null) {
      program.destroyForcibly();
    }
  }

  private List<Long> startWaiting(String... options) throws Exception {
    program = Programs.command(Program.class, List.of(options), "wait").start();
    BufferedReader out = program.inputReader();
    String pids = out.readLine();
    return Arrays.stream(pids.substring(1, pids.length() - 1).split(", "))
        .map(Long::valueOf)
        .toList();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signals there")
  void ctrlCIsQuietAndLeavesNothing() throws Exception {
    ctrlC();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signals there")
  void ctrlCIsQuietWhereNoShellStartsTheWorkers() throws Exception {
    ctrlC("-Dprocesspool.shell=false");
  }

  private void ctrlC(String... options) throws Exception {
    assumeThat(ctrlCIs("SigIgn", "self"))
        .as("this build was started with SIGINT ignored, as in a script's background")
        .isFalse();
    List<Long> workers = startWaiting(options);
    for (long worker : workers) {
      assertThat(ctrlCIs("SigIgn", worker)).as("else their children would ignore it").isFalse();
      Signals.send("INT", worker); // as a terminal does, to all of its processes
    }
    TimeUnit.MILLISECONDS.sleep(200);
    assertThat(workers).as("workers leave it to their parent").allMatch(Programs::runs);
    Signals.send("INT", program.pid());
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isEqualTo(130);
    assertThat(program.errorReader().lines()).isEmpty();
    areGoneSoon(workers);
  }

  /** What is ignored, a process passes on to all that it starts. */
  static boolean ctrlCIs(String how, Object pid) throws IOException {
    Path status = Path.of("/proc", pid.toString(), "status");
    return Files.exists(status)
        && Files.readAllLines(status).stream().anyMatch(s -> s.matches(how + ":.*[2367abef]"));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signals there")
  void sigtermEndsEverythingToo() throws Exception {
    List<Long> workers = startWaiting();
    Signals.send("TERM", program.pid());
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(program.errorReader().lines()).isEmpty();
    areGoneSoon(workers);
  }

  @Test
  void noWorkerOutlivesAKilledParent() throws Exception {
    List<Long> workers = startWaiting();
    program.destroyForcibly().waitFor();
    areGoneSoon(workers);
  }

  private static void areGoneSoon(List<Long> workers) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> workers.stream().noneMatch(Programs::runs));
  }
}
