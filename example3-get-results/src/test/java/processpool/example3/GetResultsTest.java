package processpool.example3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.lesson.Program;
import processpool.lesson.Waves;

/** Runs the program as a user does and judges what it prints. */
@Timeout(60)
class GetResultsTest {
  @Test
  void nineTasksAreServedByThreeReusedProcesses() throws Exception {
    Program program = Program.run(GetResults.class, Duration.ofSeconds(50));
    program.checkEndedWell();
    List<String> counts = Waves.checkPrinted(program);
    List<String> printed = program.printed();
    assertThat(printed).hasSize(19);
    assertThat(
            printed.stream()
                .filter(line -> line.startsWith("result: "))
                .map(line -> line.substring("result: ".length())))
        .as("results in the order of submission, each as its task printed it")
        .containsExactlyInAnyOrderElementsOf(counts)
        .isSortedAccordingTo((a, b) -> Character.compare(a.charAt(6), b.charAt(6)));
    String last = printed.get(printed.size() - 1);
    assertThat(last).matches("elapsed: \\d+\\.\\d\\d s");
    assertThat(Double.parseDouble(last.split(" ")[1]))
        .as("three waves of one second")
        .isBetween(3.0, 15.0);
  }
}
