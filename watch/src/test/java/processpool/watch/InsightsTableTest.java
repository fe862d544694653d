package processpool.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static processpool.timeline.Runs.here;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import processpool.timeline.Run;

/** The table of runs that are made up. */
class InsightsTableTest {
  private static final Run RUN =
      new Run(
          List.of(new Run.Lane(here(101), 0, 0.25, 10), new Run.Lane(here(102), 0, 0.5, 4)),
          List.of(
              new Run.Bar(0, "Task::work", 1, here(101), 0, 0.25, 4.25, Run.Outcome.FINISHED),
              new Run.Bar(1, "Task::work", 1, here(102), 0, 0.5, 4, Run.Outcome.FAILED),
              new Run.Bar(1, "Task::work", 1, here(101), 0, 4.25, 5, Run.Outcome.FINISHED),
              new Run.Bar(2, "Task::many", 5, here(101), 3, 5, 5.001, Run.Outcome.FINISHED),
              new Run.Bar(3, "Task::last", 1, here(101), 5, 6, 10, Run.Outcome.CUT_OFF)),
          List.of(),
          10);

  @Test
  void theTableSaysWhoDidWhatAndWhatItCost() {
    assertThat(InsightsTable.draw(new Facts(RUN, Map.of(here(102), 137), 1, 0, 0)).lines())
        .containsExactly(
            "",
            "worker              start       busy       idle    tasks       exit",
            "pid=101          250.0 ms    8.751 s   999.0 ms        4          -",
            "pid=102          500.0 ms    3.500 s       0 us        1        137",
            "all 2            750.0 ms   12.251 s   999.0 ms        5    1 death",
            "",
            "slowest calls",
            "    4.000 s  Task::work: task 0 in pid=101",
            "    4.000 s  Task::last: task 3 in pid=101, cut off",
            "    3.500 s  Task::work: task 1 in pid=102, failed",
            "",
            "waiting at the door: 4 tasks, 937.5 ms on average, 2.000 s at most",
            "advice: none, no rule applies to this run.");
  }

  @Test
  void theCallsOfAChunkHaveTheirMean() {
    Run run =
        new Run(
            RUN.lanes(),
            List.of(new Run.Bar(7, "A::b", 4, here(101), 1, 1, 2, Run.Outcome.FINISHED)),
            List.of(),
            10);
    assertThat(InsightsTable.draw(new Facts(run, Map.of(), 0, 0, 0)))
        .contains("   250.0 ms  A::b: mean of the 4 in task 7 in pid=101\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n2", "a-node-with-a-very-long-name.example.org"})
  void noLineIsWiderThanATerminal(String node) {
    String name = "a.very.long.packagename.of.a.program.ThatSomebody::hasWrittenOnceUponATime";
    List<Run.Lane> lanes = new ArrayList<>();
    List<Run.Bar> bars = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lanes.add(new Run.Lane(new Run.Who(node, 4_000_000 + i), 0, 9_999, 99_999));
      bars.add(
          new Run.Bar(
              1_000_000 + i,
              name,
              1000,
              new Run.Who(node, 4_000_000 + i),
              0,
              0,
              9e6,
              Run.Outcome.CUT_OFF));
    }
    bars.add(new Run.Bar(1, name, 1, new Run.Who(node, 4_000_000), 0, 0, 1, Run.Outcome.FINISHED));
    for (long heap : new long[] {0, 1, 123_456_789}) {
      String table =
          InsightsTable.draw(new Facts(new Run(lanes, bars, List.of(), 9e6), Map.of(), 0, 0, heap));
      assertThat(table.lines()).allMatch(line -> line.length() <= 80);
      assertThat(table).isASCII().doesNotContain("\u001b").contains("...");
      assertThat(table.contains(" " + node.substring(0, Math.min(2, node.length())))).isTrue();
    }
  }

  @Test
  void twoWorkersOfTheSameNumberOnTwoNodesHaveARowEach() {
    Run run =
        new Run(
            List.of(
                new Run.Lane(new Run.Who("n1", 7), 0, 1, 10),
                new Run.Lane(new Run.Who("n2", 7), 0, 1, 10)),
            List.of(new Run.Bar(0, "A::b", 1, new Run.Who("n2", 7), 1, 1, 5, Run.Outcome.FINISHED)),
            List.of(),
            10);
    assertThat(InsightsTable.draw(new Facts(run, Map.of(new Run.Who("n1", 7), 3), 1, 0, 0)))
        .containsPattern("\npid=7 n1 +1.000 s +0 us +9.000 s +0 +3\n")
        .containsPattern("\npid=7 n2 +1.000 s +4.000 s +5.000 s +1 +-\n")
        .contains("A::b: task 0 in pid=7 n2\n");
  }

  @Test
  void ofVeryManyWorkersMostAreOneRow() {
    List<Run.Lane> lanes = new ArrayList<>();
    for (int pid = 1; pid <= 100; pid++) {
      lanes.add(new Run.Lane(here(pid), 0, 1, 2));
    }
    String table =
        InsightsTable.draw(new Facts(new Run(lanes, List.of(), List.of(), 2), Map.of(), 0, 0, 0));
    assertThat(table).contains("pid=16 ", "84 more ", "all 100 ").doesNotContain("pid=17 ");
    assertThat(table).doesNotContain("slowest", "waiting");
  }

  @Test
  void aProgramWithoutWorkersHasNoTable() {
    Run none = new Run(List.of(), List.of(), List.of(), 0);
    assertThat(InsightsTable.draw(new Facts(none, Map.of(), 0, 0, 0))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,0 us", "0.0000123,12 us", "0.0123,12.3 ms", "1.2345,1.235 s", "4000,4000 s"})
  void timesHaveAUnitThatFits(double seconds, String text) {
    assertThat(InsightsTable.time(seconds)).isEqualTo(text);
  }
}
