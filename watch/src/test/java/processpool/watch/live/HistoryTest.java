package processpool.watch.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import processpool.watch.live.Lane.Bar;
import processpool.watch.live.Lane.Task;

/** What is kept is bounded, whatever happens, and still is the picture of the whole run. */
class HistoryTest {
  private final History history = new History();

  private Lane lane(int index, long pid) {
    history.isThere("", pid, index, 0);
    return history.lane("", pid);
  }

  private static Task task(long number) {
    return new Task(number, "Some::task", 1, 0, 1);
  }

  private void run(Lane lane, long number, long from, long to) {
    history.begun(lane, task(number), from);
    history.over(lane, task(number), to, false, "");
  }

  @Test
  void aTaskIsABarFromItsBeginningToItsEnd() {
    Lane lane = lane(0, 7);
    run(lane, 1, 100, 300);
    history.begun(lane, task(2), 300);
    history.over(lane, task(2), 400, true, "no");
    assertThat(history.bars.since(0))
        .containsExactly(
            new Bar(lane, task(1), 100, 300, false, ""),
            new Bar(lane, task(2), 300, 400, true, "no"));
  }

  @Test
  void anEndThatWasMissedLeavesNothingBehind() {
    Lane lane = lane(0, 7);
    history.begun(lane, task(1), 100);
    history.begun(lane, task(2), 200);
    history.over(lane, task(1), 250, false, "");
    assertThat(history.bars.since(0)).containsExactly(new Bar(lane, task(1), 100, 200, false, ""));
    assertThat(lane.running).isEqualTo(task(2));
  }

  @Test
  void aDeadWorkersTaskHasFailedAndItsLaneDoesNotComeBackByOldNews() {
    Lane lane = lane(0, 7);
    history.begun(lane, task(1), 100);
    history.ended(lane, 200, 137, "DIED");
    history.isThere("", 7, 0, 50);
    assertThat(history.lane("", 7)).isNull();
    assertThat(history.lanes).hasSize(1);
    assertThat(history.bars.since(0)).singleElement().matches(Bar::failed);
    history.isThere("", 7, 0, 300);
    assertThat(history.lanes).as("a new process with an old number").hasSize(2);
  }

  @Test
  void aWorkerWhoseEndWasMissedIsGivenUp() {
    lane(0, 7);
    history.missing(Set.of(), 1_000, 5_000);
    history.missing(Set.of(), 7_000, 5_000);
    assertThat(history.lane("", 7)).isNull();
    assertThat(history.lanes.values()).singleElement().matches(lane -> lane.ended == 1_000);
  }

  @Test
  void ofVeryManyTasksASampleIsKeptAndTheRestIsCounted() {
    Lane lane = lane(0, 7);
    int tasks = 2_000_000;
    for (int i = 0; i < tasks; i++) {
      run(lane, i, i * 10L, i * 10L + 10);
    }
    assertThat(history.ended).isEqualTo(tasks);
    assertThat(history.bars.size()).isBetween(1_000, History.MOST_BARS);
    assertThat(history.notDrawn + history.bars.end()).isEqualTo(tasks);
    List<Bar> bars = history.bars.since(0);
    assertThat(bars.get(0).from()).as("the beginning of the run").isLessThan(200_000);
    assertThat(bars.get(bars.size() - 1).to()).isGreaterThan(tasks * 10L - 100_000);
  }

  @Test
  void longTasksAreDrawnAmongManyShortOnes() {
    Lane lane = lane(0, 7);
    for (int i = 0; i < 1_000_000; i++) {
      run(lane, i, i * 100L, i * 100L + (i % 100_000 == 50_000 ? 30_000 : 10));
    }
    assertThat(history.bars.since(0).stream().filter(bar -> bar.length() == 30_000)).hasSize(10);
  }

  @Test
  void lanesLinesMapsAndSamplesAreBounded() {
    for (int i = 0; i < 5_000; i++) {
      history.ended(lane(i % 3, i), i, 0, "RETIRED");
      history.printed(0, "", i, i, false, "x".repeat(10_000) + "\ny\n");
      history.counted(new Task(i, "Some::task", 1, 0, 2), i, false);
      history.sample(i, i % 17, 1);
    }
    assertThat(history.lanes.size()).isLessThanOrEqualTo(History.MOST_LANES);
    assertThat(history.lines).hasSize(History.MOST_LINES);
    assertThat(history.lines.peekFirst().text().length()).isLessThan(2_100);
    assertThat(history.maps).hasSize(History.MOST_MAPS);
    assertThat(history.samples.size()).isLessThanOrEqualTo(2_000);
    assertThat(history.samples.since(0).get(0).time()).isLessThan(100);
  }

  @Test
  void ofLivingWorkersNoneIsForgotten() {
    for (int i = 0; i < 2 * History.MOST_LANES; i++) {
      lane(i, i);
    }
    assertThat(history.lanes).hasSize(2 * History.MOST_LANES);
  }

  @Test
  void howFarAMapIsCountsCalls() {
    history.counted(new Task(1, "Some::task", 5, 0, 8), 4, false);
    history.counted(new Task(2, "Some::task", 3, 5, 8), 4, true);
    history.counted(task(3), 5, false);
    assertThat(history.maps).containsOnlyKeys(4L);
    History.Progress map = history.maps.get(4L);
    assertThat(map.done).isEqualTo(5);
    assertThat(map.failed).isEqualTo(3);
    assertThat(map.over()).isTrue();
  }
}
