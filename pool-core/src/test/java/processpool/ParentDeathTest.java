package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** However a program ends, its workers end with it. */
@Timeout(60)
class ParentDeathTest {
  /** A program whose workers all spin; it prints their pids and then ends as it is told. */
  static class Program {
    static void spin(int i) {
      while (i >= 0) {
        Thread.onSpinWait();
      }
    }

    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(2);
      List<AsyncResult<Void>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        results.add(pool.runAsync(Program::spin, i));
      }
      while (results.get(1).workerPid().isEmpty() || results.get(0).workerPid().isEmpty()) {
        if (results.get(0).ready()) {
          results.get(0).get(); // only a failure can end it: no worker could be started
        }
        Thread.onSpinWait();
      }
      System.out.println(pool.workerPids());
      switch (args[0]) {
        case "return" -> {}
        case "exit" -> System.exit(7);
        case "throw" -> throw new IllegalStateException("on purpose");
        default -> Thread.sleep(60_000);
      }
    }
  }

  private Process program;
  private List<Long> workers;

  private void start(String ending, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of(Program.class.getName(), ending));
    program = new ProcessBuilder(command).start();
    BufferedReader out = program.inputReader();
    String pids = out.readLine();
    assertThat(pids)
        .as(() -> "the program said: " + program.errorReader().lines().toList())
        .isNotNull();
    workers =
        Arrays.stream(pids.substring(1, pids.length() - 1).split(", ")).map(Long::valueOf).toList();
    assertThat(workers).hasSize(2).doesNotHaveDuplicates();
  }

  private void workersAreGoneWithinASecond() {
    await()
        .atMost(Duration.ofSeconds(1))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> workers.stream().noneMatch(ParentDeathTest::runs));
  }

  /** A dead process whose new parent has not collected it yet still has a pid, but no command. */
  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent();
  }

  private static String[] plainClassPath() {
    return new String[] {"-cp", System.getProperty("java.class.path")};
  }

  @Test
  void whenKilled() throws Exception {
    start("wait", plainClassPath());
    program.destroyForcibly().waitFor();
    workersAreGoneWithinASecond();
  }

  @Test
  void whenMainReturns() throws Exception {
    start("return", plainClassPath());
    assertThat(program.waitFor()).isZero();
    workersAreGoneWithinASecond();
    assertThat(program.errorReader().lines()).isEmpty();
  }

  @Test
  void whenItExits() throws Exception {
    start("exit", plainClassPath());
    assertThat(program.waitFor()).isEqualTo(7);
    workersAreGoneWithinASecond();
    assertThat(program.errorReader().lines()).isEmpty();
  }

  @Test
  void whenMainThrows() throws Exception {
    start("throw", plainClassPath());
    assertThat(program.waitFor()).isEqualTo(1);
    workersAreGoneWithinASecond();
    assertThat(program.errorReader().lines())
        .allMatch(line -> line.contains("on purpose") || line.contains("ParentDeathTest"));
  }

  @Test
  void theClassPathMayBeLongerThanACommandLine(@TempDir Path folder) throws Exception {
    StringBuilder text = new StringBuilder("-cp \"");
    for (int i = 0; i < 5_000; i++) {
      text.append(folder.resolve("no such jar " + i + ".jar")).append(File.pathSeparator);
    }
    text.append(System.getProperty("java.class.path")).append('"');
    Path file = folder.resolve("arguments");
    Files.writeString(file, text.toString().replace("\\", "\\\\"));
    start("return", "@" + file);
    assertThat(program.waitFor()).isZero();
    workersAreGoneWithinASecond();
  }
}
