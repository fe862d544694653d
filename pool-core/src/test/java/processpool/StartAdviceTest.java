package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import processpool.schedule.WorkerDeath;
import processpool.schedule.WorkerId;

/** Whatever keeps workers from starting, the advice is about that. Conformance line 63. */
@Timeout(120)
class StartAdviceTest {
  private static String brokenBy(ProcessPool pool) throws InterruptedException {
    try {
      return "worked: " + pool.apply(Tasks::square, 3);
    } catch (ExecutionException e) {
      return e.getCause().getMessage();
    } finally {
      pool.terminate();
      pool.join();
    }
  }

  static void fail() {
    throw new IllegalArgumentException("no database");
  }

  static void exit() {
    System.exit(7);
  }

  @Test
  void theInitializerIfItIsThat() throws Exception {
    assertThat(brokenBy(ProcessPool.builder().processes(1).initializer(() -> fail()).build()))
        .contains("no database")
        .endsWith("Mend the initializer and make a new pool.")
        .doesNotContain("jvmOptions");
    assertThat(brokenBy(ProcessPool.builder().processes(1).initializer(() -> exit()).build()))
        .contains("exitCode=7")
        .contains("It has ended by itself: look whether the initializer");
  }

  static void traceAndExit() {
    new IllegalStateException("Unrecognized field \"x\"").printStackTrace();
    Runtime.getRuntime().halt(7);
  }

  @Test
  void aTraceThatAnInitializerPrintsIsNotTakenForTheJvms() throws Exception {
    assertThat(
            brokenBy(ProcessPool.builder().processes(1).initializer(() -> traceAndExit()).build()))
        .contains("Unrecognized field", "WorkerMain")
        .contains("It has ended by itself: look whether the initializer");
  }

  @Test
  void anOptionOrMemoryIfItIsThat(@TempDir Path folder) throws Exception {
    assertThat(brokenBy(ProcessPool.builder().processes(1).jvmOptions("-XX:+NoSuchOption").build()))
        .contains("NoSuchOption")
        .contains("Mend the option that the worker complains of")
        .doesNotContain("initializer and make");
    assertThat(brokenBy(ProcessPool.builder().processes(1).jvmOptions("-Xmx3m", "-Xms9m").build()))
        .contains("Mend the option that the worker complains of");
    assertThat(
            brokenBy(
                ProcessPool.builder()
                    .processes(1)
                    .jvmOptions("-Xms64t", "-Xmx64t", "-XX:ErrorFile=" + folder.resolve("crash"))
                    .build()))
        .contains("There is not enough memory for a worker");
    assertThat(brokenBy(ProcessPool.builder().processes(1).jvmOptions("-cp", "nowhere").build()))
        .contains("leave -cp and -jar out of jvmOptions");
  }

  private static String adviceFor(String topFrame, String... below) {
    IOException cause = new java.io.InvalidClassException("x");
    List<StackTraceElement> stack = new ArrayList<>();
    stack.add(new StackTraceElement(topFrame, "read", null, 1));
    for (String frame : below) {
      stack.add(new StackTraceElement(frame, "run", null, 1));
    }
    cause.setStackTrace(stack.toArray(StackTraceElement[]::new));
    return StartAdvice.of(new WorkerDeath(new WorkerId("", 5), 1, "", cause));
  }

  @Test
  void damageIsToldFromWhatFailedInTheWorker() {
    assertThat(adviceFor("processpool.wire.FrameReader", "processpool.local.WorkerProcess"))
        .startsWith("The link to the worker was damaged");
    assertThat(adviceFor("processpool.wire.Serialization", "processpool.worker.TaskLoop"))
        .startsWith("Mend the initializer");
    assertThat(adviceFor("app.Database")).startsWith("Mend the initializer");
    assertThat(adviceFor("processpool.local.ReplyHandler")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "137, '', Something has killed it",
    "3, 'java.lang.OutOfMemoryError: Java heap space', heap was too small",
    "3, 'java.lang.OutOfMemoryError: Metaspace', no room for more classes",
    "3, 'java.lang.OutOfMemoryError: Requested array size exceeds VM limit', longer array",
    "134, '# A fatal error has been detected by the Java Runtime', crashed in native code"
  })
  void aDeathWithATaskSaysWhatHelpsInThatCase(int exitCode, String output, String advice) {
    WorkerDeath death = new WorkerDeath(new WorkerId("", 5), exitCode, output, null);
    assertThat(new WorkerDiedException(death, -1)).hasMessageContaining(advice);
    WorkerDeath silent = new WorkerDeath(new WorkerId("", 5), 3, "", null);
    assertThat(new WorkerDiedException(silent, -1).getMessage()).doesNotContain(advice);
  }

  /** In a JVM of its own, as it harms that. */
  static class Program {
    public static void main(String[] args) throws Exception {
      switch (args[0]) {
        case "no java" -> System.setProperty("java.home", args[1]);
        case "no descriptors" -> {
          System.out.println(brokenBy(new ProcessPool(1)));
          String unused = brokenBy(ProcessPool.builder().processes(1).jvmOptions("-X-").build());
          System.out.println(exhausted());
          return;
        }
        default -> {}
      }
      System.out.println(brokenBy(new ProcessPool(1)));
    }

    private static String exhausted() throws Exception {
      List<InputStream> open = new ArrayList<>();
      try {
        while (true) {
          open.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException full) {
        for (int i = 0; i < 5; i++) { // enough to load classes, too few for a process's pipes
          open.remove(0).close();
        }
        return brokenBy(new ProcessPool(1));
      } finally {
        for (InputStream one : open) {
          one.close();
        }
      }
    }
  }

  @Test
  void theMissingCommandOfAnImage(@TempDir Path folder) throws Exception {
    Programs.Ended program = Programs.run(Program.class, List.of(), "no java", folder.toString());
    assertThat(program.out())
        .contains("this program's Java has no command to start workers with")
        .contains("--strip-native-commands")
        .doesNotContain("initializer", "jvmOptions");
  }

  @Test
  void theTemporaryFolder(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    for (Path bad : List.of(folder.resolve("missing"), file)) {
      ProcessBuilder command =
          Programs.command(
              Program.class,
              List.of("-Djava.io.tmpdir=" + bad, "-Dprocesspool.shell=false"),
              "no folder");
      command.environment().put("JDK_JAVA_OPTIONS", "-Dsome.thing=1"); // so that a file is needed
      assertThat(Programs.run(command).out())
          .contains("cannot make a file in the temporary folder")
          .contains("folder=" + bad)
          .contains("-Djava.io.tmpdir=")
          .doesNotContain("initializer", "jvmOptions");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void descriptors() throws Exception {
    List<String> words =
        new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -n 300; exec \"$@\"", "sh"));
    words.addAll(Programs.command(Program.class, List.of(), "no descriptors").command());
    Programs.Ended program = Programs.run(new ProcessBuilder(words));
    assertThat(program.out())
        .contains("worked: 9")
        .contains("This program has no file descriptors left")
        .contains("a process takes 10") // asked for first: the JDK would close others' in vain
        .doesNotContain("initializer", "jvmOptions");
  }

  @ParameterizedTest
  @CsvSource({
    "'Cannot run program \"/bin/sh\": error=11, Resource temporarily unavailable', ulimit -u",
    "'java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory', ulimit -u",
    "'Cannot run program \"/bin/sh\": error=24, Too many open files', ulimit -n",
    "'Cannot run program \"/bin/sh\": error=12, Cannot allocate memory', have fewer workers",
    "'CreateProcess error=1455, The paging file is too small', have fewer workers",
    "'Cannot run program \"/bin/sh\": error=13, Permission denied', processpool.shell=false",
    "'Cannot run program \"/bin/sh\": error=8, Exec format error', processpool.shell=false",
  })
  void ofNoProcess(String what, String advice) {
    WorkerDeath death = new WorkerDeath(WorkerId.NOBODY, -1, "", new IOException(what));
    assertThat(new BrokenPoolException(death))
        .hasMessageContaining("cannot start: no process, because java.io.IOException: " + what)
        .hasMessageContaining(advice);
  }

  @ParameterizedTest
  @CsvSource({
    "'Cannot run program \"/jdk/bin/java\": error=2, No such file or directory', start the program again",
    "'Cannot run program \"/jdk/bin/java\": Exec failed, error: 2 (No such file)', start the program again",
    "'Cannot run program \"/jdk/bin/java\": error=13, Permission denied', its permissions",
    "'Cannot run program \"/bin/sh\": error=7, Argument list too long', shorten",
    "'Cannot run program \"/bin/sh\": Exec failed, error: 7 (Argument list too long)', shorten",
  })
  void ofNoProcessElsewhere(String what, String advice) {
    WorkerDeath death = new WorkerDeath(WorkerId.NOBODY, -1, "", new IOException(what));
    assertThat(new BrokenPoolException(death)).hasMessageContaining(advice);
  }

  @ParameterizedTest
  @CsvSource({
    "2, start the program again",
    "3, start the program again",
    "5, virus scanner",
    "8, have fewer workers",
    "11, install it anew",
    "12, virus scanner",
    "14, have fewer workers",
    "24, shorten",
    "87, shorten",
    "193, install it anew",
    "206, shorten",
    "1450, have fewer workers",
    "1455, have fewer workers",
  })
  void ofWindows(int code, String advice) {
    String said =
        "Cannot run program \"C:\\jdk\\bin\\java.exe\": CreateProcess error=" + code + ", words";
    WorkerDeath death = new WorkerDeath(WorkerId.NOBODY, -1, "", new IOException(said));
    assertThat(new BrokenPoolException(death))
        .hasMessageContaining(advice)
        .hasMessageNotContaining("ulimit")
        .hasMessageNotContaining("/bin/sh");
  }

  /** Its files may hold nothing, as on a full disk; its output goes to a pipe. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aDiskWithoutRoom(@TempDir Path folder) throws Exception {
    List<String> words = List.of("/bin/sh", "-c", "(ulimit -f 0; exec \"$@\") 2>&1 | cat", "sh");
    ProcessBuilder program =
        Programs.command(
            Program.class,
            List.of("-XX:-UsePerfData", "-Djava.io.tmpdir=" + folder, "-Dprocesspool.shell=false"),
            "no room");
    List<String> all = new ArrayList<>(words);
    all.addAll(program.command());
    ProcessBuilder limited = new ProcessBuilder(all);
    limited.environment().put("JDK_JAVA_OPTIONS", "-Dsome.thing=1"); // so that a file is needed
    assertThat(Programs.run(limited).out())
        .contains("cannot make a file in the temporary folder")
        .contains("folder=" + folder)
        .contains("make room in it")
        .contains("-Djava.io.tmpdir=")
        .doesNotContain("initializer", "jvmOptions");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "127, '/bin/sh: 1: exec: /opt/java: not found', processpool.shell=false",
    "126, 'sh: cannot execute', processpool.shell=false",
    "1, '', processpool.shell=false",
    "0, '', processpool.shell=false",
    "137, '', short of memory",
    "1, 'There is insufficient memory for the Java Runtime Environment to continue.', fewer workers",
    "7, 'Cannot run program \"ffmpeg\": error=2, No such file or directory', the initializer or",
    "1, 'pthread_create failed (EAGAIN)', ulimit -u",
    "1, '/bin/sh: cannot create temp file for here-document: No space left on device', TMPDIR",
    "1, 'Cannot create worker GC thread. Out of system resources.', ulimit -u",
    "1, 'Error: Could not create the Java Virtual Machine.', complains of",
    "3, 'Terminating due to java.lang.OutOfMemoryError: Java heap space', is too small",
  })
  void ofAProcessThatEnded(int exitCode, String output, String advice) {
    WorkerDeath death = new WorkerDeath(new WorkerId("", 1), exitCode, output, null);
    assertThat(new BrokenPoolException(death)).hasMessageContaining(advice);
  }
}
