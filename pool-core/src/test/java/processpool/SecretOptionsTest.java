package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conformance lines 74 and 75: options of workers are seen by nobody who does not see them anyway:
 * not among a command's arguments, not in a file, not by the children of tasks.
 */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere they are as visible as the parent's own")
class SecretOptionsTest {
  private static final String SECRET = "hunter2";

  private @Nullable ProcessPool pool;

  @AfterEach
  void endPool() {
    if (pool != null) {
      pool.terminate();
    }
  }

  @BeforeEach
  void shellIsThere() {
    assumeThat(System.getProperty("processpool.shell", "true")).isEqualTo("true");
  }

  /** What this process shows, as others of the same user or of any see it. */
  static List<String> shown(int x) throws IOException {
    List<String> shown = new ArrayList<>();
    for (String file : List.of("cmdline", "environ")) {
      shown.add(Files.readString(Path.of("/proc/self/" + file)).replace('\0', ' '));
    }
    shown.add(System.getenv().toString());
    Process child = new ProcessBuilder("env").start(); // as a task's child inherits it
    shown.add(new String(child.getInputStream().readAllBytes()));
    return shown;
  }

  static Map<String, String> properties(int x) {
    Map<String, String> all = new TreeMap<>();
    System.getProperties().forEach((key, value) -> all.put((String) key, (String) value));
    return all;
  }

  @Test
  void thoseOfTheBuilder() throws Exception {
    pool = ProcessPool.builder().processes(1).jvmOptions("-Dpassword=" + SECRET).build();
    assertThat(pool.apply(SecretOptionsTest::shown, 0))
        .hasSize(4)
        .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain(SECRET));
    assertThat(pool.apply(SecretOptionsTest::properties, 0)).containsEntry("password", SECRET);
  }

  @Test
  void anyCharacterReachesTheWorker() throws Exception {
    Map<String, String> odd = new TreeMap<>();
    odd.put("a", "two words");
    odd.put("b", "$HOME `id` $(id)");
    odd.put("c", "\"quoted\" 'single' \\back\\\\slash\\");
    odd.put("d", "line\nEND\nline");
    odd.put("e", "# no comment * ? [x] ~ ! & | ; < >");
    odd.put("f", " spaces around\t");
    odd.put("g", "");
    List<String> options = new ArrayList<>();
    odd.forEach((key, value) -> options.add("-D" + key + "=" + value));
    pool = ProcessPool.builder().processes(1).jvmOptions(options.toArray(new String[0])).build();
    assertThat(pool.apply(SecretOptionsTest::properties, 0)).containsAllEntriesOf(odd);
  }

  @ParameterizedTest
  @ValueSource(ints = {3_900, 4_100, 70_000})
  void asLongAsTheyAre(int length) throws Exception {
    pool = ProcessPool.builder().processes(1).jvmOptions("-Dlong=" + "x".repeat(length)).build();
    assertThat(pool.apply(SecretOptionsTest::properties, 0).get("long")).hasSize(length);
  }

  static class Program {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(1);
      System.out.println(pool.apply(SecretOptionsTest::properties, 0).get("password"));
      System.out.println(String.join("\n", pool.apply(SecretOptionsTest::shown, 0)));
      pool.terminate();
    }
  }

  /** Its command line does not show them, so neither does the worker's; and no file is made. */
  @Test
  void thoseOfAnArgumentFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("options"), "-Dpassword=" + SECRET);
    List<String> command =
        new ArrayList<>(
            Programs.command(Program.class, List.of("-Djava.io.tmpdir=" + folder.resolve("none")))
                .command());
    command.add(1, "@" + file);
    Programs.Ended ended = Programs.run(new ProcessBuilder(command));
    assertThat(ended.out().lines().filter(line -> line.contains(SECRET)))
        .as(ended.out() + ended.err())
        .containsExactly(SECRET);
  }
}
