package processpool.example2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.lesson.Program;
import processpool.lesson.Waves;

/** Runs the program as a user does and judges what it prints. */
@Timeout(60)
class CloseJoinTest {
  @Test
  void nineTasksAreServedByThreeReusedProcesses() throws Exception {
    Program program = Program.run(CloseJoin.class, Duration.ofSeconds(50));
    program.checkEndedWell();
    Waves.checkPrinted(program);
    List<String> printed = program.printed();
    assertThat(printed).hasSize(10);
    String last = printed.get(printed.size() - 1);
    assertThat(last).matches("elapsed: \\d+\\.\\d\\d s");
    assertThat(Double.parseDouble(last.split(" ")[1]))
        .as("three waves of one second")
        .isBetween(3.0, 15.0);
  }
}
