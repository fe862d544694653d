package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which of a program's JVM options its workers have too. */
@Timeout(60)
class InheritedOptionsTest {
  /** Prints what a worker says of itself. */
  static class Main {
    static String look(String question) throws Exception {
      if (question.equals("assertions")) {
        return String.valueOf(Main.class.desiredAssertionStatus());
      } else if (question.equals("system assertions")) {
        return String.valueOf(Class.forName("java.util.List").desiredAssertionStatus());
      } else if (question.equals("options")) {
        return String.valueOf(ManagementFactory.getRuntimeMXBean().getInputArguments());
      } else if (question.equals("environment")) {
        return System.getenv("JAVA_TOOL_OPTIONS") + " " + System.getenv("JDK_JAVA_OPTIONS");
      } else if (question.startsWith("variable ")) {
        return System.getenv(question.substring("variable ".length()));
      } else if (question.equals("opened")) {
        return String.valueOf(Object.class.getModule().isOpen("java.lang", Main.class.getModule()));
      } else if (question.equals("exported")) {
        Module base = Object.class.getModule();
        return String.valueOf(base.isExported("jdk.internal.misc", Main.class.getModule()));
      } else if (question.equals("command line")) {
        return ProcessHandle.current().info().commandLine().orElse("");
      } else if (question.equals("nested")) {
        ProcessPool inner = ProcessPool.builder().processes(1).build();
        String seen = inner.apply(Main::look, "options");
        inner.terminate();
        return seen;
      }
      return System.getProperty(question);
    }

    public static void main(String[] questions) throws Exception {
      ProcessPool pool =
          ProcessPool.builder().processes(1).jvmOptions("-Dgiven=by the pool", "-Xmx77m").build();
      System.setProperty("set.later", "true");
      for (String answer : pool.map(Main::look, List.of(questions))) {
        System.out.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
      }
      System.out.flush();
      pool.terminate();
    }
  }

  @TempDir Path folder;

  private static List<String> ask(List<String> options, String... questions) throws Exception {
    return ask(options, Map.of(), questions);
  }

  private static List<String> ask(
      List<String> options, Map<String, String> environment, String... questions) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Program.javaCommand().toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(questions));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Program.Ended ended = Program.run(builder);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended.out().lines().toList();
  }

  @Test
  void properties() throws Exception {
    assertThat(
            ask(
                List.of("-Dplain=1", "-Dspaced=a b  c", "-Dempty", "-Dquoted=\"x\\y\""),
                "plain",
                "spaced",
                "empty",
                "quoted",
                "given"))
        .containsExactly("1", "a b  c", "", "\"x\\y\"", "by the pool");
  }

  /** A JVM whose locale knows no other script gets no such option itself. */
  private static void needsALocaleWithOtherScripts() {
    Assumptions.assumeTrue(
        Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode("进ü"));
  }

  @Test
  void aPropertyInAnotherScript() throws Exception {
    needsALocaleWithOtherScripts();
    assertThat(ask(List.of("-Dname=进程池 für ñ"), "name")).containsExactly("进程池 für ñ");
  }

  @Test
  void aPropertyInAnotherScriptBesideAnotherDefaultCharset() throws Exception {
    needsALocaleWithOtherScripts();
    assertThat(ask(List.of("-Dname=für 进", "-Dfile.encoding=ISO-8859-1"), "name", "file.encoding"))
        .containsExactly("für 进", "ISO-8859-1");
  }

  @Test
  void aLocaleThatCannotSayAPropertyIsNoReasonToFail() throws Exception {
    assertThat(ask(List.of("-Dname=进", "-Dplain=1"), Map.of("LC_ALL", "C"), "plain"))
        .containsExactly("1");
  }

  @Test
  void aPropertyThatTheProgramSetsLaterIsItsOwn() throws Exception {
    assertThat(ask(List.of(), "set.later")).containsExactly("null");
  }

  @Test
  void assertionsAsInTheParent() throws Exception {
    assertThat(ask(List.of(), "assertions", "system assertions")).containsExactly("false", "false");
    assertThat(ask(List.of("-ea"), "assertions")).containsExactly("true");
    assertThat(ask(List.of("-esa", "-ea:processpool..."), "assertions", "system assertions"))
        .containsExactly("true", "true");
    assertThat(ask(List.of("-ea", "-da:" + Main.class.getName()), "assertions"))
        .containsExactly("false");
  }

  @Test
  void openedAndExportedPackages() throws Exception {
    assertThat(ask(List.of(), "opened", "exported")).containsExactly("false", "false");
    assertThat(
            ask(
                List.of(
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-exports",
                    "java.base/jdk.internal.misc=ALL-UNNAMED"),
                "opened",
                "exported"))
        .containsExactly("true", "true");
  }

  @Test
  void previewFeaturesAndStackSize() throws Exception {
    assertThat(ask(List.of("--enable-preview", "-Xss2m"), "options").get(0))
        .contains("--enable-preview", "-Xss2m");
  }

  @Test
  void optionsFromAnArgumentFile() throws Exception {
    Path file = folder.resolve("options");
    Files.writeString(file, "-Dhidden=\"a b\" -ea\n--add-opens java.base/java.lang=ALL-UNNAMED");
    assertThat(ask(List.of("@" + file), "hidden", "assertions", "opened"))
        .containsExactly("a b", "true", "true");
  }

  @Test
  void aSecretFromAnArgumentFileIsOnNoCommandLine() throws Exception {
    Path file = folder.resolve("options");
    Files.writeString(file, "-Dhidden=secret");
    String line = String.join(" ", ask(List.of("@" + file), "hidden", "command line"));
    assertThat(line).startsWith("secret");
    assertThat(line.substring("secret".length())).doesNotContain("secret");
  }

  @Test
  void optionsFromTheEnvironmentOnceAndWithoutRepeatingTheJvmsNotice() throws Exception {
    Map<String, String> environment =
        Map.of("JDK_JAVA_OPTIONS", "-Done=1 -Xmx900m", "JAVA_TOOL_OPTIONS", "-Dtwo=2 -Xlog:gc");
    List<String> seen = ask(List.of(), environment, "one", "two", "environment", "options");
    List<String> said = seen.subList(seen.size() - 4, seen.size()); // after the parent's own log
    assertThat(said.subList(0, 3)).containsExactly("1", "2", "null null");
    assertThat(said.get(3)).doesNotContain("gc").doesNotContain("900m");
  }

  @Test
  void variablesThatAShellCouldNotName() throws Exception {
    Map<String, String> environment = Map.of("my.setting", "a b", "plain", "c");
    assertThat(ask(List.of(), environment, "variable my.setting", "variable plain"))
        .containsExactly("a b", "c");
    assertThat(ask(List.of(), Map.of("plain", "'\"$x"), "variable plain")).containsExactly("'\"$x");
  }

  @Test
  void notHeapsAgentsDebuggersPortsOrDumps() throws Exception {
    Path recording = folder.resolve("recording.jfr");
    String options =
        ask(
                List.of(
                    "-Xmx600m",
                    "-Xms20m",
                    "-XX:+UseParallelGC",
                    "-XX:+HeapDumpOnOutOfMemoryError",
                    "-XX:HeapDumpPath=" + folder,
                    "-XX:ErrorFile=" + folder.resolve("error"),
                    "-XX:StartFlightRecording=filename=" + recording,
                    "-Xlog:gc:file=" + folder.resolve("gc.log"),
                    "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0",
                    "-Dcom.sun.management.jmxremote.port=0",
                    "-Dcom.sun.management.jmxremote.authenticate=false",
                    "-Dcom.sun.management.jmxremote.ssl=false",
                    "-Dkept=1"),
                "options")
            .stream()
            .filter(line -> line.startsWith("[-"))
            .findFirst()
            .orElseThrow();
    assertThat(options)
        .contains("-Dkept=1")
        .doesNotContain("600m", "Xms", "UseParallel", "HeapDump", "ErrorFile=", "Flight", "Xlog")
        .doesNotContain("jdwp", "jmxremote");
  }

  @Test
  void aPoolInsideATaskHasThePropertiesButNotTheHeapOfItsWorker() throws Exception {
    assertThat(ask(List.of("-Douter=1"), "options", "nested").get(1))
        .contains("-Douter=1", "-Dgiven=by the pool", "-XX:MaxRAMPercentage=25.0")
        .doesNotContain("-Xmx77m");
  }
}
