package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code environment}: for the workers, beside what this process has; may be called again. */
@Timeout(120)
class EnvironmentTest {
  private ProcessPool pool;

  @AfterEach
  void end() {
    if (pool != null) {
      pool.terminate();
    }
  }

  private static ProcessPool.Builder builder() {
    return ProcessPool.builder().processes(1);
  }

  static Map<String, String> variables() {
    return Map.copyOf(System.getenv());
  }

  @Test
  void besideWhatThisProcessHasAndTheLastWins() throws Exception {
    pool =
        builder()
            .environment("OMP_NUM_THREADS", "4")
            .environment("EMPTY", "")
            .environment("ODD", "two words, $HOME \"quoted\" 'x' \\ \n\t*")
            .environment("OMP_NUM_THREADS", "1")
            .build();
    assertThat(pool.apply(EnvironmentTest::variables))
        .containsEntry("OMP_NUM_THREADS", "1")
        .containsEntry("EMPTY", "")
        .containsEntry("ODD", "two words, $HOME \"quoted\" 'x' \\ \n\t*")
        .containsEntry("PATH", System.getenv("PATH"));
    assertThat(System.getenv("OMP_NUM_THREADS")).isNull();
  }

  /** Some of these no shell can name, others each shell sets itself. */
  @ParameterizedTest
  @ValueSource(strings = {"my.setting", "a-b", "PWD", "IFS", "PS4", "OPTIND", "SHLVL", "_", "BASH"})
  void byAnyName(String name) throws Exception {
    pool = builder().environment(name, "its value").jvmOptions("-Dalso=1").build();
    assertThat(pool.apply(EnvironmentTest::variables)).containsEntry(name, "its value");
  }

  @Test
  void alsoWhatTheParentHas() throws Exception {
    String name = System.getenv().containsKey("HOME") ? "HOME" : "PATH";
    pool = builder().environment(name, "/elsewhere").build();
    assertThat(pool.apply(EnvironmentTest::variables)).containsEntry(name, "/elsewhere");
  }

  static String commandLine() throws Exception {
    return Files.readString(Path.of("/proc/self/cmdline"));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "asks /proc")
  void inNoListOfProcesses() throws Exception {
    pool = builder().environment("PASSWORD", "hunter2").jvmOptions("-Dalso=1").build();
    assertThat(pool.apply(EnvironmentTest::variables)).containsEntry("PASSWORD", "hunter2");
    assertThat(pool.apply(EnvironmentTest::commandLine)).isNotEmpty().doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "a=b", "=a", "a\0b"})
  void wrongNamesAreRefusedAtOnce(String name) {
    assertThatThrownBy(() -> builder().environment(name, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("environment name=" + name);
  }

  @Test
  void aValueThatNoEnvironmentHoldsIsRefusedAndNotShown() {
    assertThatThrownBy(() -> builder().environment("SECRET", "hunter\0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("environment name=SECRET")
        .hasMessageNotContaining("hunter");
  }

  @ParameterizedTest
  @NullSource
  void nullIsRefusedAtOnce(String nothing) {
    assertThatThrownBy(() -> builder().environment(nothing, "x"))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name");
    assertThatThrownBy(() -> builder().environment("X", nothing))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("value");
  }
}
