package processpool.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** A run's figures as a table for people and as JSON for programs. */
final class Report {
  /** Above it, something else ran before this did. */
  private static final double BUSY = 1;

  private final Results results;
  private final List<Targets.Verdict> verdicts;
  private final Settings settings;
  private final double loadBefore;
  private final double loadAfter = load();

  Report(Results results, Settings settings, double loadBefore) {
    this.results = results;
    this.verdicts = Targets.judge(results);
    this.settings = settings;
    this.loadBefore = loadBefore;
  }

  /** How many threads wanted to run, on average over the last minute; negative where unknown. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  String text() {
    StringBuilder text = new StringBuilder(machine()).append("\n\n");
    List<String> used =
        Contenders.COLUMNS.stream()
            .filter(
                name ->
                    results.figures().stream()
                        .anyMatch(figure -> results.median(figure.id(), name).isPresent()))
            .toList();
    text.append(cell("", -30));
    used.forEach(name -> text.append(cell(name, 13)));
    text.append(cell("ratio", 10)).append('\n');
    for (Figure figure : results.figures()) {
      text.append(cell(figure.label(), -30));
      for (String name : used) {
        OptionalDouble value = results.median(figure.id(), name);
        text.append(cell(value.isPresent() ? figure.unit().show(value.getAsDouble()) : "-", 13));
      }
      OptionalDouble ratio = ratio(figure);
      text.append(cell(ratio.isPresent() ? Figure.digits(ratio.getAsDouble()) + " x" : "-", 10));
      text.append('\n');
    }
    text.append(
        """

        ratio: how many times better this pool is than CPython's Pool; for starting and memory,
        how many times what the bare JVMs need. Echo: bytes / round trip, counted one way only.
        Bare JVMs: default flags, until ended (memory: the workers' collector).

        """);
    if (loadBefore > BUSY) {
      text.append(
          """
          Something else keeps this machine busy. Processors that never sleep are quick to wake a
          thread, which helps those contenders most that sleep most: ratios are lower than on an
          idle machine, and no two runs agree.

          """);
    }
    if (settings.quick()) {
      text.append(
          """
          Quick: the JVMs have not compiled all they would, and a disturbance weighs much. It shows
          what has become several times slower; whether a target is met, only a full run says.

          """);
    }
    if (!verdicts.isEmpty()) {
      text.append(cell("target", -14)).append(cell("wanted", -40)).append(cell("measured", -14));
      text.append('\n');
    }
    for (Targets.Verdict verdict : verdicts) {
      text.append(cell(verdict.figure(), -14)).append(cell(verdict.wanted(), -40));
      text.append(cell(verdict.measured(), -14)).append(verdict.met() ? "met" : "MISSED");
      text.append('\n');
    }
    return text.toString();
  }

  private OptionalDouble ratio(Figure figure) {
    if (figure.label().startsWith(" ")) {
      return OptionalDouble.empty(); // varies the row above, which has one
    }
    OptionalDouble bare = results.timesBetter(figure.id(), Contenders.BARE, Contenders.POOL);
    return bare.isPresent()
        ? bare
        : results.timesBetter(figure.id(), Contenders.POOL, Contenders.CPYTHON_POOL);
  }

  private String machine() {
    return String.format(
        Locale.ROOT,
        "Java %s, %s %s, %d processors, load average %.2f before and %.2f after, %s, medians of %d",
        System.getProperty("java.version"),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        loadBefore,
        loadAfter,
        settings.quick() ? "quick" : "full",
        settings.rounds());
  }

  void writeJson(Path file) throws IOException {
    List<Recorded.Row> rows = new ArrayList<>();
    for (Figure figure : results.figures()) {
      Map<String, Recorded.Values> values = new LinkedHashMap<>();
      for (String name : Contenders.COLUMNS) {
        OptionalDouble median = results.median(figure.id(), name);
        if (median.isPresent()) {
          values.put(
              name, new Recorded.Values(median.getAsDouble(), results.all(figure.id(), name)));
        }
      }
      OptionalDouble ratio = ratio(figure);
      rows.add(
          new Recorded.Row(
              figure.id(),
              figure.label().trim(),
              figure.unit(),
              ratio.isPresent() ? ratio.getAsDouble() : null,
              values));
    }
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, new Recorded(machine(), rows, verdicts).json());
  }

  private static String cell(String text, int width) {
    return String.format(Locale.ROOT, "%" + width + "s ", text);
  }
}
