package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, which a terminal sends to the program and to all its workers at once. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no kill command to play the terminal")
class InterruptTest {
  /** Waits for a task that never ends, and a callback and a map beside it. */
  static class Main {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(2);
      AsyncResult<Long> endless = pool.applyAsync(Tasks::sleepForever);
      pool.applyAsync(Tasks::spin, 1)
          .toCompletableFuture()
          .whenComplete(
              (r, e) -> {
                System.out.println("a callback nobody wants any more: " + e);
              });
      pool.mapAsync(Tasks::spin, List.of(1, 2, 3));
      while (endless.workerPid().isEmpty() || pool.workerPids().size() < 2) {
        Thread.onSpinWait();
      }
      System.out.println(pool.workerPids());
      endless.get();
    }
  }

  @TempDir Path folder;

  /** A program that was started in the background ignores Ctrl-C, and so does all it starts. */
  private static List<String> listening(List<String> command) throws Exception {
    List<String> whole = new ArrayList<>(List.of("env", "--default-signal=INT"));
    ProcessBuilder probe = new ProcessBuilder("env", "--default-signal=INT", "true");
    if (probe.start().waitFor() != 0) {
      whole.clear();
    }
    whole.addAll(command);
    return whole;
  }

  private static void interrupt(List<Long> pids) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", "-INT"));
    pids.forEach(pid -> command.add(pid.toString()));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  @Test
  void endsTheProgramQuietlyWithItsUsualCodeAndNothingLeft() throws Exception {
    Process program =
        new ProcessBuilder(
                listening(
                    List.of(
                        Program.javaCommand().toString(),
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())))
            .start();
    String line = program.inputReader().readLine();
    List<Long> workers =
        Stream.of(line.substring(1, line.length() - 1).split(", ")).map(Long::valueOf).toList();
    List<Long> all = new ArrayList<>(workers);
    all.add(program.pid());
    interrupt(all);
    assertThat(program.waitFor()).isEqualTo(130);
    assertThat(program.errorReader().lines()).isEmpty();
    assertThat(program.inputReader().lines()).isEmpty();
    await().atMost(Duration.ofSeconds(5)).until(() -> workers.stream().noneMatch(Program::runs));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void isNotTheWorkersBusiness() throws Exception {
    ProcessPool pool = new ProcessPool(2);
    try {
      AsyncResult<Integer> running =
          pool.applyAsync(
              () -> {
                long[] interval = Tasks.interval(700);
                return (int) (interval[2] - interval[1]);
              });
      await().until(() -> running.workerPid().isPresent());
      List<Long> before = pool.workerPids();
      pool.map(Tasks::square, List.of(1, 2)); // both are up by now
      interrupt(before);
      assertThat(running.get()).isGreaterThanOrEqualTo(690);
      assertThat(pool.workerPids()).isEqualTo(before);
      assertThat(pool.map(Tasks::square, List.of(1, 2, 3), 1)).containsExactly(1, 4, 9);
    } finally {
      pool.terminate();
    }
  }
}
