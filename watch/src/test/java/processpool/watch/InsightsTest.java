package processpool.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;

/** Insights into pools that have truly run. */
@Timeout(120)
class InsightsTest {
  private final Insights insights = new Insights();

  static int nap(int millis) throws InterruptedException {
    Thread.sleep(millis);
    return millis;
  }

  static int square(int i) {
    return i * i;
  }

  static int hoard(int i) {
    return new byte[1 << 30].length + i;
  }

  static int die(int i) {
    Runtime.getRuntime().halt(i);
    return i;
  }

  private ProcessPool.Builder builder() {
    return ProcessPool.builder().processes(2).listener(insights);
  }

  private String after(ProcessPool pool) throws InterruptedException {
    pool.close();
    pool.join();
    return insights.report();
  }

  @Test
  void afterJoinEverythingIsInTheTable() throws Exception {
    ProcessPool pool = builder().build();
    pool.map(InsightsTest::nap, List.of(1, 2, 2500, 3, 1500, 2, 1, 5), 1);
    String report = after(pool);
    List<String> lines = report.lines().toList();
    assertThat(lines).filteredOn(line -> line.matches("pid=\\d+ .* 0")).hasSize(2);
    assertThat(report).containsPattern("all 2 .* 8 +0 deaths\n");
    int slowest = lines.indexOf("slowest calls");
    assertThat(task(lines.get(slowest + 2))).isEqualTo(task(lines.get(slowest + 1)) + 2);
    assertThat(report)
        .contains("waiting at the door: 8 tasks, ")
        .endsWith("advice: none, no rule applies to this run.\n");
  }

  /** Which task a line of the slowest calls is about; they are counted in the whole program. */
  private static int task(String line) {
    Matcher task = Pattern.compile("InsightsTest::nap: task (\\d+) in pid=").matcher(line);
    assertThat(task.find()).as(line).isTrue();
    return Integer.parseInt(task.group(1));
  }

  /** What the pool has told its listener a moment ago. */
  @Test
  void theTableOfAnOpenPoolHasWhatHasEnded() throws Exception {
    ProcessPool pool = builder().build();
    pool.map(InsightsTest::square, Collections.nCopies(5000, 3), 1);
    assertThat(insights.report()).containsPattern("all 2 .* 5000 +0 deaths\n");
    pool.map(InsightsTest::square, Collections.nCopies(5000, 3), 1);
    assertThat(after(pool)).containsPattern("all 2 .* 10000 +0 deaths\n");
  }

  @Test
  void aDeathIsInItsWorkersRow() throws Exception {
    ProcessPool pool = builder().build();
    assertThatThrownBy(() -> pool.apply(InsightsTest::die, 42))
        .isInstanceOf(ExecutionException.class);
    pool.map(InsightsTest::nap, List.of(10, 10), 1);
    String report = after(pool);
    assertThat(report).containsPattern("pid=\\d+ .* 1 +42\n").containsPattern("all 3 .*1 death\n");
    assertThat(report).contains(", failed\n");
  }

  @Test
  void workersThatAreEndedWithTheirPoolAreNoDeaths() throws Exception {
    ProcessPool pool = builder().build();
    pool.map(InsightsTest::nap, List.of(1, 1), 1);
    pool.terminate();
    pool.join();
    assertThat(insights.report()).containsPattern("all 2 .* 0 deaths\n");
  }

  @Test
  void howLargeResultsWereIsKnown() throws Exception {
    ProcessPool pool = builder().build();
    pool.map(size -> new byte[size], Collections.nCopies(40, 8_000_000), 1);
    after(pool);
    Facts facts = insights.facts();
    assertThat(facts.resultBytes()).isBetween(320_000_000L, 320_100_000L);
    assertThat(facts.busySeconds()).isPositive();
  }

  @Test
  void tooManyWorkersAreTold() throws Exception {
    ProcessPool pool = builder().build();
    for (int i : IntStream.range(0, 5).toArray()) {
      pool.apply(InsightsTest::square, i);
    }
    assertThat(after(pool))
        .contains("advice: there were never more than 1 task at a time for 2 workers");
  }

  @Test
  void aHeapThatIsTooSmallIsTold() throws Exception {
    ProcessPool pool = builder().jvmOptions("-Xmx64m").build();
    assertThatThrownBy(() -> pool.apply(InsightsTest::hoard, 1))
        .isInstanceOf(ExecutionException.class);
    assertThat(after(pool)).contains("advice: 1 task ran out of heap");
  }

  @Test
  void beforeThereIsAPoolThereIsNothing() {
    assertThat(insights.report()).isEmpty();
  }

  /** Returns from main when its task has ended, without close or join. */
  static class Program {
    public static void main(String[] args) throws Exception {
      new ProcessPool(2).apply(InsightsTest::square, 3);
    }
  }

  @Test
  void aProgramThatIsNotChangedPrintsThemAtItsEnd() throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dprocesspool.listener=" + InsightsListener.class.getName(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    try (var lines = program.inputReader()) {
      List<String> printed = lines.lines().toList();
      assertThat(printed).filteredOn(line -> line.startsWith("pid=")).hasSize(2);
      assertThat(String.join("\n", printed)).contains("advice: there were never more than 1 task");
    }
    assertThat(program.waitFor()).isZero();
  }
}
