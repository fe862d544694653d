package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code directory}: the workers' working directory; what is named relatively is the parent's. */
@Timeout(180)
class DirectoryTest {
  @TempDir Path folder;
  private ProcessPool pool;

  @AfterEach
  void end() throws InterruptedException {
    if (pool != null) {
      pool.terminate();
      pool.join();
    }
  }

  static String here() throws Exception {
    return Path.of("").toAbsolutePath().toRealPath() + " " + Files.exists(Path.of("marker"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isWhereTasksWork(boolean options) throws Exception {
    Files.createFile(folder.resolve("marker"));
    pool =
        ProcessPool.builder()
            .processes(1)
            .directory(folder)
            .jvmOptions(options ? new String[] {"-Dx=1"} : new String[0])
            .build();
    assertThat(pool.apply(DirectoryTest::here)).isEqualTo(folder.toRealPath() + " true");
  }

  private static void refused(Path directory, String why) {
    assertThatThrownBy(() -> ProcessPool.builder().directory(directory).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("workers cannot work there, as it " + why + ": directory=" + directory);
  }

  @Test
  void thatDoesNotExistOrIsNoneIsRefusedByBuild() throws Exception {
    refused(folder.resolve("none"), "does not exist");
    refused(Files.createFile(folder.resolve("file")), "is no folder");
    refused(Path.of("no-such-folder-here"), "does not exist");
  }

  @Test
  void thatIsClosedToThisUserIsRefusedByBuild() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assumeThat(Files.getFileStore(closed).supportsFileAttributeView("posix")).isTrue();
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r--r--r--"));
    assumeThat(Files.isExecutable(closed)).as("not for root").isFalse();
    refused(closed, "must not be entered by this user");
  }

  @Test
  void thatIsGoneAfterwardsIsNamedByTheFailure() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    pool = ProcessPool.builder().processes(1).directory(gone).build();
    assertThat(pool.apply(Tasks::square, 7)).isEqualTo(49);
    Files.delete(gone);
    pool.applyAsync(Tasks::halt, 1).await(Duration.ofSeconds(60));
    assertThatThrownBy(() -> pool.apply(Tasks::square, 7))
        .hasCauseInstanceOf(BrokenPoolException.class)
        .hasMessageContaining("does not exist: directory=" + gone)
        .hasMessageNotContaining("/bin/sh");
  }

  @Test
  void nullIsRefused() {
    assertThatThrownBy(() -> ProcessPool.builder().directory(null))
        .isInstanceOf(NullPointerException.class);
  }

  // ---- a program whose own class path and files are relative

  private static final String SOURCE =
      """
      //demo/Main.java
      package demo;
      import processpool.ProcessPool;
      import java.nio.file.*;
      public class Main {
        static String where() throws Exception {
          return Path.of("").toAbsolutePath().getFileName() + " " + System.getProperty("from.file")
              + " " + System.getProperty("agent") + " " + Main.class.getResource("/patched.txt");
        }
        public static void main(String[] args) throws Exception {
          ProcessPool pool = ProcessPool.builder().processes(1).directory(Path.of("work"))
              .jvmOptions("@options", "-javaagent:agent.jar=given", "-Xbootclasspath/a:more")
              .build();
          System.out.println(pool.apply(Main::where));
          pool.terminate();
        }
      }
      """;

  private static final String AGENT =
      """
      //demo/Agent.java
      package demo;
      public class Agent {
        public static void premain(String argument) {
          System.setProperty("agent", argument);
        }
      }
      """;

  @Test
  void relativeClassPathsAgentsAndArgumentFilesAreTheParents() throws Exception {
    Path classes = Program.compile(folder, SOURCE, AGENT);
    Files.createDirectory(folder.resolve("work"));
    Files.createDirectory(folder.resolve("more"));
    Files.writeString(folder.resolve("more/patched.txt"), "x");
    Files.writeString(folder.resolve("options"), "-Dfrom.file=read");
    Program.jar(folder.resolve("agent.jar"), classes, "Premain-Class: demo.Agent");
    ProcessBuilder builder =
        new ProcessBuilder(
                Program.javaCommand().toString(),
                "-cp",
                "classes" + File.pathSeparator + Program.poolCore(),
                "-Duser.dir=" + folder,
                "demo.Main")
            .directory(folder.toFile());
    Program.Ended ended = Program.run(builder);
    assertThat(ended.out())
        .as(ended.err())
        .isEqualTo("work read given " + folder.resolve("more/patched.txt").toUri().toURL() + "\n");
  }
}
