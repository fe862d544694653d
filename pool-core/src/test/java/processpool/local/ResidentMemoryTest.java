package processpool.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
  @Test
  void isWhatLinuxSaysOfTheProcess() {
    assumeTrue(Files.exists(Path.of("/proc/self/status")));
    assertThat(ResidentMemory.of(ProcessHandle.current().pid())).isBetween(1L << 20, 1L << 40);
  }

  @Test
  void isReadFromTheLineOfTheStatus() {
    assertThat(ResidentMemory.in("Name:\tjava\nVmHWM:\t 9 kB\nVmRSS:\t   1234 kB\nx:\t1\n"))
        .isEqualTo(1234L << 10);
  }

  @Test
  void isUnknownOfAProcessThatEndsOrIsNotThere() {
    assertThat(ResidentMemory.in("Name:\tjava\nState:\tZ (zombie)\n")).isEqualTo(-1);
    assertThat(ResidentMemory.in("Name:\tjava\nVmRSS:\t")).isEqualTo(-1);
    assertThat(ResidentMemory.of(-1)).isEqualTo(-1);
    assertThat(ResidentMemory.of(Long.MAX_VALUE)).isEqualTo(-1);
  }
}
