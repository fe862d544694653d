package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Conformance line 64: a worker whose JVM crashes leaves no file, and what it knows of properties
 * and environment is neither on disk nor on the program's streams; its stack is in the exception.
 */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "kill -SEGV")
class CrashFilesTest {
  static int crash(int x) throws Exception {
    new ProcessBuilder("kill", "-SEGV", "" + ProcessHandle.current().pid()).start().waitFor();
    Thread.sleep(60_000);
    return x;
  }

  static final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(1);
      try {
        pool.apply(CrashFilesTest::crash, 1);
      } catch (ExecutionException e) {
        System.out.println("FAILED " + e.getCause());
      }
      System.out.println("next " + pool.apply(Tasks::square, 3));
      pool.close();
      pool.join();
    }
  }

  @Test
  void aCrashLeavesNoFileAndTellsNoSecret(@TempDir Path folder) throws Exception {
    ProcessBuilder program =
        new ProcessBuilder(
            Program.javaCommand().toString(),
            "-Dprocesspool.test=SECRET",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    program.environment().put("TEST_SECRET", "SECRET");
    Program.Ended ended = Program.run(program.directory(folder.toFile()));
    assertThat(ended.out()).contains("FAILED", "WorkerDiedException", "SIGSEGV", "next 9");
    assertThat(ended.out()).as("its stack").contains("Native frames:");
    assertThat(ended.out() + ended.err()).doesNotContain("SECRET");
    try (Stream<Path> left = Files.list(folder)) {
      List<Path> files = left.filter(file -> !file.toString().contains("core")).toList();
      assertThat(files).isEmpty();
    }
  }

  /** One of its compiler's leaves another file elsewhere, with constants of the program in it. */
  @Test
  void nothingIsWrittenForACrashedCompilerEither() throws Exception {
    ProcessPool pool = new ProcessPool(1);
    assertThat(pool.apply(HeapShareTest::option, "DumpReplayDataOnError")).isEqualTo("false");
    pool.terminate();
  }
}
