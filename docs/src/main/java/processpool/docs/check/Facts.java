package processpool.docs.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers to the pages' questions that are facts. Beside the answer stands, where readers do not
 * see it, whose run shows it: {@code <!-- fact no-sleep lines=0 -->}.
 */
public final class Facts {
  /** Group 1 is the scenario, group 2 what is so of its output. */
  public static final Pattern FACT = Pattern.compile("<!-- fact ([a-z0-9-]+) (.+?) -->");

  private static final Pattern CLAIM =
      Pattern.compile("(lines|pids|has|ordered|seconds)(=|>=|<)(.+)");

  private Facts() {}

  /**
   * A fact.
   *
   * @param where the page that has it
   * @param scenario whose run shows it
   * @param claim what is so
   */
  record Fact(String where, String scenario, String claim) {}

  static List<Fact> of(Site site, Path page) throws IOException {
    List<Fact> facts = new ArrayList<>();
    Matcher fact = FACT.matcher(Files.readString(page));
    while (fact.find()) {
      facts.add(new Fact(site.name(page), fact.group(1), fact.group(2)));
    }
    return facts;
  }

  /** What is wrong with a fact, if anything is. */
  static Optional<String> problem(Fact fact, String output) {
    Matcher claim = CLAIM.matcher(fact.claim());
    if (!claim.matches()) {
      return Optional.of(fact.where() + ": no such fact is known: " + fact.claim());
    }
    List<String> lines = output.lines().filter(line -> !line.equals("(nothing)")).toList();
    String value = claim.group(3);
    boolean holds =
        switch (claim.group(1)) {
          case "has" -> output.contains(value);
          case "ordered" -> isOrdered(lines, value);
          case "lines" -> compare(lines.size(), claim.group(2), value);
          case "pids" -> compare(pids(output), claim.group(2), value);
          default -> compare(seconds(output), claim.group(2), value);
        };
    return holds
        ? Optional.empty()
        : Optional.of(
            fact.where()
                + ": the answer is not so in a run of "
                + fact.scenario()
                + ": "
                + fact.claim()
                + ". It printed:\n"
                + output);
  }

  private static boolean compare(double real, String sign, String value) {
    double wanted = Double.parseDouble(value);
    return switch (sign) {
      case "<" -> real < wanted;
      case ">=" -> real >= wanted;
      default -> real == wanted;
    };
  }

  /** Whether the numbers right behind a beginning ascend from line to line. */
  private static boolean isOrdered(List<String> lines, String beginning) {
    List<Integer> numbers =
        lines.stream()
            .filter(line -> line.startsWith(beginning))
            .map(line -> line.substring(beginning.length()).replaceAll("\\D.*", ""))
            .map(Integer::valueOf)
            .toList();
    return numbers.size() > 1 && numbers.equals(numbers.stream().sorted().toList());
  }

  private static int pids(String output) {
    return (int)
        Pattern.compile("pid=\\d+")
            .matcher(output)
            .results()
            .map(MatchResult::group)
            .distinct()
            .count();
  }

  private static double seconds(String output) {
    Matcher elapsed = Pattern.compile("elapsed: ([0-9.]+) s").matcher(output);
    return elapsed.find() ? Double.parseDouble(elapsed.group(1)) : Double.NaN;
  }
}
