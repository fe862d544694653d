package processpool.example1;

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
class SleepWaitTest {
  private long mainPid;

  private List<String> run(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), SleepWait.class.getName()));
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
    // On a busy machine five seconds may be too few for three waves; what is printed is the same.
    List<String> printed = run("-Dseconds=10");
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
    assertThat(printed).hasSize(9);
  }

  /** What the page promises of every machine, however long its workers take to start. */
  @Test
  void inTwoSecondsNoWorkerFinishesTwoTasksOfASecond() throws Exception {
    List<String> printed = run("-Dseconds=2");
    Map<String, Long> perPid =
        printed.stream()
            .collect(
                Collectors.groupingBy(
                    line -> line.substring(line.indexOf("pid=") + 4), Collectors.counting()));
    assertThat(perPid).hasSizeLessThanOrEqualTo(3);
    assertThat(perPid.values()).allMatch(begun -> begun <= 2);
  }

  @Test
  void withoutTheSleepNothingIsPrintedAndNothingIsLeft() throws Exception {
    assertThat(run("-Dseconds=0")).isEmpty();
    assertThat(ProcessHandle.allProcesses().map(p -> p.parent().map(ProcessHandle::pid).orElse(0L)))
        .doesNotContain(mainPid);
  }
}
