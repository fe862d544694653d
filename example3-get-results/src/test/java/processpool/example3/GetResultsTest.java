package processpool.example3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the program as a user does and judges what it prints. */
@Timeout(60)
class GetResultsTest {
  private long mainPid;

  private List<String> run(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), GetResults.class.getName()));
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    mainPid = program.pid();
    try (var lines = program.inputReader()) {
      List<String> printed = lines.lines().toList();
      assertThat(program.waitFor()).as("%s", printed).isZero();
      return printed;
    }
  }

  @Test
  void nineTasksAreServedByThreeReusedProcesses() throws Exception {
    List<String> printed = run();
    List<String> counts = printed.stream().filter(line -> line.startsWith("count=")).toList();
    assertThat(counts.stream().map(line -> line.substring(0, line.indexOf(','))))
        .containsExactlyInAnyOrder(
            "count=0", "count=1", "count=2", "count=3", "count=4", "count=5", "count=6", "count=7",
            "count=8");
    Map<String, Long> perPid =
        counts.stream()
            .collect(
                Collectors.groupingBy(
                    line -> line.substring(line.indexOf("pid=") + 4), Collectors.counting()));
    assertThat(perPid.values()).containsExactly(3L, 3L, 3L);
    assertThat(perPid).doesNotContainKey(Long.toString(mainPid));
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
