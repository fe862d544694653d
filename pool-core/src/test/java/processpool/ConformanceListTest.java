package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** docs/conformance.md says which test proves what; here is proven that it speaks of real tests. */
class ConformanceListTest {
  private static final Pattern NAMED_TEST =
      Pattern.compile("`((?:\\w+\\.)*[A-Z]\\w*Test)\\.(\\w+)`");
  private static final int LAST = 77;

  /** Lines that no test stands behind yet. */
  private static final Set<Integer> OPEN = Set.of();

  private static final Pattern ROW = Pattern.compile("\\|(.*)\\|(.*)\\|");

  private static List<String> lines() throws IOException {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path list = folder.resolve("docs/conformance.md");
      if (Files.exists(list)) {
        return Files.readAllLines(list);
      }
    }
    throw new AssertionError(
        "docs/conformance.md is missing above " + Path.of("").toAbsolutePath());
  }

  /** Their tests are not among ours, but module watch has one like this. */
  private static final String OF_WATCH = "## What module `watch` promises";

  /** The rows of its tables, without their heads. */
  private static List<String> rows() throws IOException {
    return rows(lines());
  }

  private static List<String> rows(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("|"))
        .filter(line -> !line.startsWith("|---") && !line.endsWith("| proven by |"))
        .toList();
  }

  @Test
  void allLinesThatAreDoneAreThereInOrder() throws Exception {
    List<Integer> numbers = new ArrayList<>();
    for (String row : rows()) {
      String first = row.split("\\|")[1].strip();
      if (first.matches("\\d+")) {
        numbers.add(Integer.valueOf(first));
      }
    }
    assertThat(numbers)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, LAST).filter(line -> !OPEN.contains(line)).boxed().toList());
  }

  @Test
  void everyLineNamesATestAndNothingButTests() throws Exception {
    for (String row : rows()) {
      Matcher cells = ROW.matcher(row);
      assertThat(cells.matches()).as(row).isTrue();
      String proof = cells.group(2);
      assertThat(NAMED_TEST.matcher(proof).find()).as("names a test: " + row).isTrue();
      String rest = NAMED_TEST.matcher(proof).replaceAll("").replace(",", "").strip();
      assertThat(rest).as("beside the tests of " + row).isEmpty();
    }
  }

  @Test
  void everyTestThatIsNamedExists() throws Exception {
    List<String> lines = lines();
    List<String> ours = lines.subList(0, lines.indexOf(OF_WATCH));
    for (String row : rows(ours)) {
      Matcher named = NAMED_TEST.matcher(row);
      while (named.find()) {
        Class<?> type = Class.forName("processpool." + named.group(1));
        List<String> tests =
            Arrays.stream(type.getDeclaredMethods())
                .filter(
                    method ->
                        method.isAnnotationPresent(Test.class)
                            || method.isAnnotationPresent(ParameterizedTest.class))
                .map(method -> method.getName())
                .toList();
        assertThat(tests).as(named.group()).contains(named.group(2));
      }
    }
  }
}
