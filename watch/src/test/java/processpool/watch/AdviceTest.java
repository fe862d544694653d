package processpool.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static processpool.timeline.Runs.here;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import processpool.timeline.Run;

/** Each rule, on both sides of what it says, in runs that are made up. */
class AdviceTest {
  private static final String NONE = "none, no rule applies to this run.";

  private final List<Run.Lane> lanes = new ArrayList<>();
  private final List<Run.Bar> bars = new ArrayList<>();
  private long resultBytes;

  private void workers(int count) {
    for (int pid = 1; pid <= count; pid++) {
      lanes.add(new Run.Lane(here(pid), 0, 1, 10));
    }
  }

  private void task(int calls, long pid, double submitted, double from, double to) {
    bars.add(
        new Run.Bar(
            bars.size(), "T::t", calls, here(pid), submitted, from, to, Run.Outcome.FINISHED));
  }

  private Facts facts(long outOfHeap) {
    return new Facts(new Run(lanes, bars, List.of(), 10), Map.of(), 0, resultBytes, outOfHeap);
  }

  private String advice() {
    return Advice.about(facts(0));
  }

  @Test
  void asManyTasksAsWorkersAtATimeIsEnough() {
    workers(2);
    task(1, 1, 0, 1, 9);
    task(1, 2, 0, 1, 9);
    assertThat(advice()).isEqualTo(NONE);
  }

  @Test
  void fewerTasksThanWorkersAreTooFew() {
    workers(3);
    task(1, 1, 0, 1, 9);
    task(1, 2, 0, 1, 9);
    assertThat(advice())
        .isEqualTo(
            "there were never more than 2 tasks at a time for 3 workers: submit more before you"
                + " wait for a result, use smaller chunks, or make a pool of 2.");
  }

  @Test
  void manyTasksOfWhichEachIsWaitedForAreTooFew() {
    workers(2);
    for (int i = 0; i < 8; i++) {
      task(1, i % 2 + 1, i + 1, i + 1, i + 2);
    }
    assertThat(advice()).startsWith("there were never more than 1 task at a time for 2 workers");
  }

  @Test
  void aTaskAtTheDoorIsThere() {
    workers(2);
    task(1, 1, 0, 1, 5);
    task(1, 1, 0, 5, 9);
    assertThat(advice()).isEqualTo(NONE);
  }

  @Test
  void aTaskThatIsBegunAgainIsOneTask() {
    workers(2);
    bars.add(new Run.Bar(0, "T::t", 1, here(1), 0, 1, 4, Run.Outcome.FAILED));
    bars.add(new Run.Bar(0, "T::t", 1, here(2), 0, 5, 9, Run.Outcome.FINISHED));
    assertThat(advice()).startsWith("there were never more than 1 task at a time");
  }

  @Test
  void whoReplacesAWorkerIsNotOneMore() {
    lanes.add(new Run.Lane(here(1), 0, 1, 4));
    lanes.add(new Run.Lane(here(2), 4, 5, 10));
    task(1, 1, 0, 1, 4);
    task(1, 2, 5, 5, 9);
    assertThat(advice()).isEqualTo(NONE);
  }

  @ParameterizedTest
  @CsvSource({"1000,99,true", "999,99,false", "1000,101,false", "5000,2,true"})
  void manyShortTasksAreTooSmall(int count, int micros, boolean told) {
    workers(1);
    for (int i = 0; i < count; i++) {
      task(1, 1, 0, 1, 1 + micros * 1e-6);
    }
    if (told) {
      assertThat(advice())
          .isEqualTo(
              count
                  + " tasks of a single call took "
                  + micros
                  + " us each on average, much of which is handing them over: use map, which sends"
                  + " calls in chunks, without a chunk size or with a larger one.");
    } else {
      assertThat(advice()).isEqualTo(NONE);
    }
  }

  @ParameterizedTest
  @CsvSource({"1000,10,true", "1000,30,false", "40,0.1,false"})
  void largeResultsOfWorkersThatDoLittleElseAreTooLarge(int megabytes, double busy, boolean told) {
    workers(1);
    task(5, 1, 0, 1, 1 + busy);
    resultBytes = megabytes * 1_000_000L;
    if (told) {
      assertThat(advice())
          .isEqualTo(
              "the results of 5 calls were 1000 MB, 100 MB for each second that workers were busy,"
                  + " and all of it was copied and read here: return less, such as a summary, or"
                  + " write it to a file and return where it is.");
    } else {
      assertThat(advice()).isEqualTo(NONE);
    }
  }

  @Test
  void shortCallsInChunksAreNotTooSmall() {
    workers(1);
    for (int i = 0; i < 2000; i++) {
      task(10, 1, 0, 1, 1 + 50e-6);
    }
    assertThat(advice()).isEqualTo(NONE);
  }

  /** As then the short ones are not what takes the time. */
  @Test
  void shortTasksBesideLongOnesAreNotTooSmall() {
    workers(1);
    for (int i = 0; i < 2000; i++) {
      task(1, 1, 0, 1, 1 + 10e-6);
    }
    task(1, 1, 0, 1, 9);
    assertThat(advice()).isEqualTo(NONE);
  }

  @Test
  void aHeapThatIsTooSmallIsToldBeforeAllElse() {
    workers(3);
    task(1, 1, 0, 1, 9);
    assertThat(Advice.about(facts(2)))
        .startsWith("2 tasks ran out of heap: give workers more, as in jvmOptions(\"-Xmx1g\")");
    assertThat(Advice.about(facts(0))).doesNotContain("heap");
  }

  @ParameterizedTest
  @CsvSource({
    "java.lang.OutOfMemoryError: Java heap space,true",
    "java.lang.OutOfMemoryError: GC overhead limit exceeded,true",
    "java.lang.OutOfMemoryError: unable to create native thread,false",
    "Java heap space is cheap,false"
  })
  void onlyTheHeapIsTheHeap(String message, boolean heap) {
    Exception cause = new Exception("failed", new RuntimeException(message));
    assertThat(Insights.isOutOfHeap(cause)).isEqualTo(heap);
    assertThat(Insights.isOutOfHeap(new OutOfMemoryError("Java heap space"))).isTrue();
  }

  @Test
  void aRunWithoutTasksHasNoAdvice() {
    workers(3);
    assertThat(advice()).isEqualTo(NONE);
  }
}
