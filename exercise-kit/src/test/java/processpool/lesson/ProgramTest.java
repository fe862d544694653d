package processpool.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import processpool.lesson.exercises.Learner;

/** A program that fails is told by one line of the learner's own, not by a trace. */
class ProgramTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void anExceptionIsToldWithItsLineAndItsMeaningAndNoTrace() throws Exception {
    Program program = Program.run(Learner.class, LIMIT);
    assertThat(program.printed()).hasSizeGreaterThan(3);
    assertThatThrownBy(program::checkEndedWell)
        .hasMessageContaining("ended main at Learner.java:")
        .hasMessageContaining("the task, a lambda in Learner, cannot travel to a worker")
        .hasMessageContaining("A worker is another process")
        .hasMessageContaining("工作进程是另一个进程")
        .message()
        .doesNotContain("\tat ", " / ", "Caused by", "$");
  }

  @Test
  void anExitCodeIsToldWithWhatItIs() throws Exception {
    Program program = Program.run(Learner.class, LIMIT, "3");
    assertThatThrownBy(program::checkEndedWell)
        .hasMessageContaining("exit code 3")
        .hasMessageContaining("System.exit")
        .hasMessageContaining("退出码是 3");
  }
}
