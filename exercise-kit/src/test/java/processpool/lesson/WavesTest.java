package processpool.lesson;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import processpool.lesson.Waves.Run;

/**
 * A pool of one or nine, threads, and a new process for each task are told from a pool of three.
 */
class WavesTest {
  /** So many at a time, each wave 200 ms after the one before. */
  private static List<Run> inWavesOf(int atOnce) {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < Waves.TASKS; i++) {
      long start = 200L * (i / atOnce);
      runs.add(new Run(1_000_000_000L + i % atOnce, start, start + 200));
    }
    return runs;
  }

  private static void isFoundOut(List<Run> runs, String told) {
    assertThatThrownBy(() -> Waves.check(runs))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(told);
  }

  @Test
  void threeAtATimeAreRight() {
    Waves.check(inWavesOf(3));
  }

  @Test
  void aPoolOfOneIsFoundOut() {
    isFoundOut(inWavesOf(1), "most tasks at one moment: 1");
  }

  @Test
  void aPoolOfNineIsFoundOut() {
    isFoundOut(inWavesOf(9), "most tasks at one moment: 9");
  }

  @Test
  void threadsAreFoundOut() {
    long here = ProcessHandle.current().pid();
    List<Run> runs = inWavesOf(3).stream().map(r -> new Run(here, r.start(), r.end())).toList();
    isFoundOut(runs, "main's process");
  }

  @Test
  void aNewProcessForEachTaskIsFoundOut() {
    List<Run> runs = new ArrayList<>();
    for (Run run : inWavesOf(3)) {
      runs.add(new Run(1_000_000_000L + runs.size(), run.start(), run.end()));
    }
    isFoundOut(runs, "a process that served one task alone");
  }

  @Test
  void aProcessThatIsBusyTwiceAtATimeIsFoundOut() {
    List<Run> runs = new ArrayList<>();
    for (Run run : inWavesOf(3)) { // the first and the second are one
      long pid = 1_000_000_000L + (run.pid() == 1_000_000_001L ? 0 : run.pid() % 10);
      runs.add(new Run(pid, run.start(), run.end()));
    }
    isFoundOut(runs, "a process with two");
  }

  @Test
  void wavesThatTookNoTimeAreFoundOut() {
    List<Run> runs =
        inWavesOf(3).stream().map(r -> new Run(r.pid(), r.start() / 2, r.end() / 2)).toList();
    isFoundOut(runs, "three waves of 200 ms took 300");
  }

  @Test
  void aMissingTaskIsFoundOut() {
    isFoundOut(inWavesOf(3).subList(0, 8), "8 tasks in place of 9");
  }
}
