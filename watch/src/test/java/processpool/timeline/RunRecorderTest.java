package processpool.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static processpool.timeline.Runs.here;

import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.FakeEvents;
import processpool.WorkerEnd;
import processpool.timeline.RunRecorder.Seen;

@Timeout(60)
class RunRecorderTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final RunRecorder recorder = new RunRecorder();

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }

  private static Seen task(int second, long task, long pid) {
    return new Seen(at(second), task, "Task::work", 1, here(pid));
  }

  @Test
  void aRealRunOfNineTasksHasThreeLanesOfThreeBarsThatDoNotOverlap() throws Exception {
    Run run = Runs.nineInThree();
    assertThat(run.lanes()).hasSize(3);
    assertThat(run.bars()).hasSize(9).allMatch(bar -> bar.outcome() == Run.Outcome.FINISHED);
    run.bars().stream()
        .collect(Collectors.groupingBy(Run.Bar::pid))
        .forEach(
            (pid, own) -> {
              for (int i = 1; i < own.size(); i++) {
                assertThat(own.get(i).from()).isGreaterThanOrEqualTo(own.get(i - 1).to());
              }
            });
    assertThat(run.lanes())
        .extracting(Run.Lane::pid)
        .containsAll(run.bars().stream().map(Run.Bar::pid).toList());
    assertThat(run.waiting()).isNotEmpty();
  }

  @Test
  void tasksAtTheDoorAreCounted() {
    recorder.workerStarted(at(0), here(7));
    recorder.submitted(task(1, 0, -1));
    recorder.submitted(task(2, 1, -1));
    recorder.started(task(4, 0, 7));
    recorder.ended(task(5, 0, 7), Run.Outcome.FINISHED);
    recorder.started(task(6, 1, 7));
    recorder.ended(task(7, 1, 7), Run.Outcome.FINISHED);
    assertThat(recorder.until(START.plusSeconds(8)).waiting())
        .containsExactly(
            new Run.Waiting(1, 2, 1), new Run.Waiting(2, 4, 2), new Run.Waiting(4, 6, 1));
  }

  @Test
  void aTaskRunTwiceBecauseItsWorkerDiedHasTwoBars() {
    recorder.workerStarted(at(0), here(7));
    recorder.submitted(task(0, 0, -1));
    recorder.started(task(1, 0, 7));
    recorder.workerEnded(at(3), here(7));
    recorder.workerStarted(at(3), here(8));
    recorder.started(task(4, 0, 8));
    recorder.ended(task(5, 0, 8), Run.Outcome.FINISHED);
    Run run = recorder.until(START.plusSeconds(6));
    assertThat(run.bars())
        .extracting(Run.Bar::outcome)
        .containsExactly(Run.Outcome.FAILED, Run.Outcome.FINISHED);
    assertThat(run.bars()).extracting(Run.Bar::to).containsExactly(3.0, 5.0);
    assertThat(run.lanes()).extracting(Run.Lane::ended).containsExactly(3.0, 6.0);
  }

  @Test
  void aTaskLostWithItsWorkerEndsWhenTheWorkerDid() {
    recorder.workerStarted(at(0), here(7));
    recorder.submitted(task(0, 0, -1));
    recorder.started(task(1, 0, 7));
    recorder.workerEnded(at(3), here(7));
    recorder.ended(task(4, 0, 7), Run.Outcome.FAILED);
    assertThat(recorder.until(START.plusSeconds(5)).bars())
        .singleElement()
        .extracting(Run.Bar::to)
        .isEqualTo(3.0);
  }

  @Test
  void whatStillRunsIsCutOffAndWhatNeverBeganHasNoBar() {
    recorder.workerStarted(at(0), here(7));
    recorder.submitted(task(0, 0, -1));
    recorder.submitted(task(0, 1, -1));
    recorder.started(task(1, 0, 7));
    Run run = recorder.until(START.plusSeconds(2));
    assertThat(run.bars())
        .singleElement()
        .extracting(Run.Bar::outcome)
        .isEqualTo(Run.Outcome.CUT_OFF);
    assertThat(run.seconds()).isEqualTo(2.0);
  }

  @Test
  void workersOfTwoNodesAreToldApartAndNamed() {
    for (String node : new String[] {"", "n<2>"}) {
      recorder.workerStarted(FakeEvents.worker(at(0), 0, node, 7));
      recorder.workerReady(FakeEvents.worker(at(1), 0, node, 7));
    }
    recorder.taskSubmitted(FakeEvents.task(at(1), 5, "", -1));
    recorder.taskStarted(FakeEvents.task(at(2), 5, "n<2>", 7));
    recorder.taskFinished(FakeEvents.task(at(3), 5, "n<2>", 7));
    recorder.workerEnded(FakeEvents.ended(at(4), 0, "n<2>", 7, WorkerEnd.POOL_ENDED), 0);
    Run run = recorder.until(START.plusSeconds(5));
    assertThat(run.lanes()).extracting(Run.Lane::ended).containsExactly(5.0, 4.0);
    assertThat(run.lanes()).extracting(lane -> lane.who().node()).containsExactly("", "n<2>");
    assertThat(run.bars())
        .singleElement()
        .extracting(Run.Bar::who)
        .isEqualTo(new Run.Who("n<2>", 7));
    assertThat(TextChart.draw(run).lines())
        .anyMatch(line -> line.matches("pid 7 n<2> {10}\\.+ +\\[5=+\\]"))
        .anyMatch(line -> line.matches("pid 7 {15}\\.+"));
    assertThat(SvgChart.draw(run))
        .contains("dy=\"1.25em\">n&lt;2&gt;</tspan>", "PID 7 · node 节点 n&lt;2&gt; · Far::away")
        .contains("dy=\"1.25em\">worker 工作进程</tspan>");
  }

  @Test
  void nothingAtAllIsARunToo() {
    Run run = recorder.until(START);
    assertThat(TextChart.draw(run)).isEmpty();
    assertThat(SvgChart.draw(run)).contains("0 tasks run by 0 workers");
  }
}
