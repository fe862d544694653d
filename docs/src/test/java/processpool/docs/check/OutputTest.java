package processpool.docs.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the programs that the pages show. */
@Timeout(120)
class OutputTest {
  private static final Site SITE = new Site(Path.of("..").toAbsolutePath().normalize());

  static List<String> shown() throws Exception {
    return Outputs.shown(SITE);
  }

  @ParameterizedTest
  @MethodSource("shown")
  void thePagesShowWhatTheProgramPrints(String id) throws Exception {
    Scenario scenario = Scenario.of(id).orElseThrow(() -> new AssertionError("output=" + id));
    assertThat(Outputs.compare(SITE, scenario, Runs.output(scenario))).isEmpty();
  }

  static Stream<String> costs() throws Exception {
    Stream.Builder<String> all = Stream.builder();
    for (Path file : SITE.chapters()) {
      Page.read(file).blocks.stream()
          .filter(block -> block.attribute("output").equals("costs"))
          .forEach(block -> all.add(block.text()));
    }
    return all.add(Runs.output(Scenario.of("costs").orElseThrow())).build();
  }

  /** The line below the table is what the table says, on the pages and in a run of today. */
  @ParameterizedTest
  @MethodSource("costs")
  void thePoolIsAheadFromTheTaskThatIsNamed(String output) {
    Matcher line = Pattern.compile("ahead from task (\\d+) on").matcher(output);
    assertThat(line.find()).isTrue();
    int ahead = Integer.parseInt(line.group(1));
    Matcher row = Pattern.compile("(?m)^ *(\\d+) +(\\S+) ms +(\\S+) ms").matcher(output);
    int rows = 0;
    for (; row.find(); rows++) {
      boolean isAhead = Double.parseDouble(row.group(3)) < Double.parseDouble(row.group(2));
      // Before it, the pool may have been ahead and fallen behind again.
      if (Integer.parseInt(row.group(1)) >= ahead) {
        assertThat(isAhead).as(row.group()).isTrue();
      } else if (Integer.parseInt(row.group(1)) == ahead - 1) {
        assertThat(isAhead).as(row.group()).isFalse();
      }
    }
    assertThat(rows).isEqualTo(9);
  }

  static Stream<Facts.Fact> facts() throws Exception {
    Stream.Builder<Facts.Fact> all = Stream.builder();
    for (Path file : SITE.chapters()) {
      Facts.of(SITE, file).forEach(all);
    }
    return all.build();
  }

  @ParameterizedTest
  @MethodSource("facts")
  void theAnswersToThePagesQuestionsAreSoInARun(Facts.Fact fact) throws Exception {
    assertThat(Facts.problem(fact, Runs.output(fact.scenario()))).isEmpty();
  }

  static Stream<Scenario> python() {
    return Scenario.ALL.stream().filter(Scenario::python);
  }

  @ParameterizedTest
  @MethodSource("python")
  void thePythonProgramPrintsWhatTheJavaOneDoes(Scenario python) throws Exception {
    assumeTrue(Scenario.findPython().isPresent(), "python3 was not found");
    Scenario java = Scenario.of(python.id().replace("-python", "")).orElseThrow();
    assertThat(Outputs.python(python, python.run(SITE.root), java, Runs.output(java))).isEmpty();
  }
}
