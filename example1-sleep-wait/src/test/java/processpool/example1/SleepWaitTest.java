package processpool.example1;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.lesson.Program;
import processpool.lesson.Waves;

/** Runs the program as a user does and judges what it prints. */
@Timeout(60)
class SleepWaitTest {
  private static Program run(String option) throws Exception {
    Program program = Program.run(List.of(option), SleepWait.class, Duration.ofSeconds(50));
    program.checkEndedWell();
    return program;
  }

  @Test
  void nineTasksAreServedByThreeReusedProcesses() throws Exception {
    // On a busy machine five seconds may be too few for three waves; what is printed is the same.
    Program program = run("-Dseconds=10");
    Waves.checkPrinted(program);
    assertThat(program.printed()).hasSize(9);
  }

  /** What the page promises of every machine, however long its workers take to start. */
  @Test
  void inTwoSecondsNoWorkerFinishesTwoTasksOfASecond() throws Exception {
    Map<String, Long> perProcess = Waves.perProcess(run("-Dseconds=2").printed());
    assertThat(perProcess).hasSizeLessThanOrEqualTo(3);
    assertThat(perProcess.values()).allMatch(begun -> begun <= 2);
  }

  @Test
  void withoutTheSleepNothingIsPrintedAndNothingIsLeft() throws Exception {
    Program program = run("-Dseconds=0");
    assertThat(program.printed()).isEmpty();
    assertThat(ProcessHandle.allProcesses().map(p -> p.parent().map(ProcessHandle::pid).orElse(0L)))
        .doesNotContain(program.pid());
  }
}
