package processpool.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import processpool.benchmarks.Figure.Unit;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class RecordedTableTest {
  private static final String BEGIN = RecordedTable.mark("Java 17", "begin");
  private static final String END = RecordedTable.mark("Java 17", "end");
  private static final String OTHER =
      RecordedTable.mark("Java 25", "begin") + "\nolder\n" + RecordedTable.mark("Java 25", "end");
  private static final String PAGE =
      "before\n" + BEGIN + "\nold\n" + END + "\nbetween\n" + OTHER + "\nafter\n";

  @TempDir Path directory;
  private String report;

  @BeforeEach
  void writeReport() throws Exception {
    Results results = new Results();
    Figure apply = new Figure("apply.p50", "apply, p50", Unit.SECONDS);
    results.add(apply, Contenders.POOL, 8e-6);
    results.add(apply, Contenders.CPYTHON_POOL, 480e-6);
    Path json = directory.resolve("report.json");
    Settings settings = new Settings(true, List.of(), 3, "", List.of(), "", json);
    new Report(results, settings, 0).writeJson(json);
    report = Files.readString(json).replaceFirst("Java \\d+", "Java 17"); // whichever this is
  }

  @Test
  void replacesOnlyWhatIsBetweenTheMarks() {
    String page = RecordedTable.rewrite(PAGE, report, Labels.ENGLISH);

    assertThat(page)
        .startsWith("before\n" + BEGIN + "\n")
        .endsWith(END + "\nbetween\n" + OTHER + "\nafter\n")
        .doesNotContain("old\n")
        .contains("| figure | this pool | CPython Pool | ratio |")
        .contains("| apply, p50 | 8.00 us | 480 us | 60.0 × |")
        .contains("| apply, p50 | at least 50.0 x CPython's Pool | 60.0 x | met |");
  }

  @Test
  void speaksChineseOnTheChinesePage() {
    String page = RecordedTable.rewrite(PAGE, report, Labels.CHINESE);

    assertThat(page)
        .contains("| 指标 | 本进程池 | CPython Pool | 倍数 |")
        .contains("| apply，中位数 | 至少为 CPython Pool 的 50.0 倍 | 60.0 倍 | 达到 |");
  }

  @Test
  void aTargetAboutGrowthHasANameInBothLanguages() {
    assertThat(Labels.ENGLISH.figure("sleep.p50", "sleep.p50")).isEqualTo("5 ms sleep, growth");
    assertThat(Labels.CHINESE.figure("sleep.p50", "sleep.p50")).isEqualTo("睡眠任务的往返时间");
  }

  @Test
  void rewritingTwiceChangesNothingMore() {
    String once = RecordedTable.rewrite(PAGE, report, Labels.ENGLISH);

    assertThat(RecordedTable.rewrite(once, report, Labels.ENGLISH)).isEqualTo(once);
  }

  @Test
  void refusesAPageWithoutMarks() {
    assertThatThrownBy(() -> RecordedTable.rewrite("no marks", report, Labels.ENGLISH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(BEGIN);
  }

  @Test
  void aReportOfAnotherReleaseGoesBetweenItsOwnMarks() {
    String other = report.replaceFirst("Java 17", "Java 25");
    assertThat(RecordedTable.rewrite(PAGE, other, Labels.ENGLISH))
        .contains(BEGIN + "\nold\n" + END)
        .doesNotContain("older")
        .contains("| apply, p50 | 8.00 us | 480 us | 60.0 × |");
    assertThatThrownBy(
            () ->
                RecordedTable.rewrite(
                    PAGE, report.replaceFirst("Java 17", "Java 21"), Labels.ENGLISH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Java 21");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"machine\": \"a\"}", "[1]", "no JSON"})
  void refusesWhatIsNoReport(String text) {
    assertThatThrownBy(() -> RecordedTable.rewrite(PAGE, text, Labels.ENGLISH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not the JSON of a report");
  }

  /** As those of earlier runs are written, which people keep. */
  @Test
  void unitsKeepTheirNamesAndARowMayHaveNoRatio() {
    assertThat(report).contains("\"unit\": \"seconds\"", "\"median\": 8.0E-6");
    String without = report.replaceFirst("\"ratio\": [0-9.]+", "\"ratio\": null");
    assertThat(without).isNotEqualTo(report);
    assertThat(RecordedTable.rewrite(PAGE, without, Labels.ENGLISH))
        .contains("| apply, p50 | 8.00 us | 480 us |  |");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void thePagesHaveTheirMarks(String language) throws Exception {
    String page = Files.readString(Path.of("..", "docs", language, "performance.md"));

    for (String release : List.of("Java 17", "Java 25")) {
      assertThat(page)
          .containsOnlyOnce(RecordedTable.mark(release, "begin"))
          .containsOnlyOnce(RecordedTable.mark(release, "end"));
    }
  }

  /** Its rows name those of the long table, and repeat them. */
  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void theShortTableSaysWhatTheLongOneDoes(String language) throws Exception {
    String page = Files.readString(Path.of("..", "docs", language, "performance.md"));
    List<List<String>> all =
        page.lines().filter(line -> line.startsWith("| ")).map(this::cells).toList();
    List<String> head =
        all.stream().filter(cells -> cells.indexOf("CPython PPE") > 1).findFirst().orElseThrow();
    List<List<String>> rows =
        all.stream().filter(cells -> cells.size() == 4 && cells.get(0).contains("`")).toList();
    List<String> names = all.get(0);

    assertThat(rows).hasSize(5);
    for (List<String> row : rows) {
      String name = row.get(0).substring(row.get(0).indexOf('`') + 1, row.get(0).length() - 1);
      List<String> recorded =
          all.stream()
              .filter(cells -> cells.size() == head.size() && cells.get(0).equals(name))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no such row: name=" + name));
      for (int i = 1; i < row.size(); i++) {
        assertThat(row.get(i)).as(name).isEqualTo(recorded.get(head.indexOf(names.get(i))));
      }
    }
  }

  private List<String> cells(String line) {
    return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
        .map(String::strip)
        .toList();
  }
}
