package processpool.watch;

import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import processpool.timeline.Run;

/** Insights as lines of plain ASCII, which every terminal shows. */
final class InsightsTable {
  private static final int COLUMNS = 80;

  /** With maxTasksPerChild there may be thousands of workers, one after the other. */
  private static final int MOST_WORKERS = 16;

  private static final int SLOWEST = 3;

  /** What names a worker; wider, as far as a line has room, when nodes are to be named. */
  private static final int WHO = 14;

  private static final int WHO_AND_NODE = 27;

  /** So much of a function's name is shown before a node's name is. */
  private static final int LEAST_NAME = 12;

  private final StringBuilder text = new StringBuilder();
  private final Facts facts;
  private final int whoColumns;

  private InsightsTable(Facts facts) {
    this.facts = facts;
    boolean nodes = facts.run().lanes().stream().anyMatch(lane -> !lane.who().node().isEmpty());
    this.whoColumns = nodes ? WHO_AND_NODE : WHO;
  }

  static String draw(Facts facts) {
    return facts.run().lanes().isEmpty() ? "" : new InsightsTable(facts).draw();
  }

  private record Row(double start, double busy, double idle, long tasks) {
    Row plus(Row other) {
      return new Row(
          start + other.start, busy + other.busy, idle + other.idle, tasks + other.tasks);
    }
  }

  private String draw() {
    workers();
    slowest();
    door();
    wrap("advice: " + Advice.about(facts));
    return text.toString();
  }

  private void workers() {
    List<Run.Lane> lanes = facts.run().lanes();
    line(
        "\n%-" + whoColumns + "s%11s%11s%11s%9s%11s",
        "worker",
        "start",
        "busy",
        "idle",
        "tasks",
        "exit");
    Row all = new Row(0, 0, 0, 0);
    Row others = all;
    for (int i = 0; i < lanes.size(); i++) {
      Row row = row(lanes.get(i));
      all = all.plus(row);
      if (i < MOST_WORKERS) {
        Integer exitCode = facts.exitCodes().get(lanes.get(i).who());
        row(name(lanes.get(i).who()), row, exitCode == null ? "-" : exitCode.toString());
      } else {
        others = others.plus(row);
      }
    }
    if (lanes.size() > MOST_WORKERS) {
      row((lanes.size() - MOST_WORKERS) + " more", others, "");
    }
    row("all " + lanes.size(), all, Advice.count(facts.deaths(), "death"));
  }

  private Row row(Run.Lane lane) {
    List<Run.Bar> own =
        facts.run().bars().stream().filter(bar -> bar.who().equals(lane.who())).toList();
    double busy = own.stream().mapToDouble(bar -> bar.to() - bar.from()).sum();
    double ready = lane.ended() - lane.ready();
    double idle = Math.max(0, ready - busy);
    return new Row(lane.ready() - lane.started(), busy, idle, own.size());
  }

  private void row(String who, Row row, String exit) {
    line(
        "%-" + whoColumns + "s%11s%11s%11s%9d%11s",
        who,
        time(row.start()),
        time(row.busy()),
        time(row.idle()),
        row.tasks(),
        exit);
  }

  private static String name(Run.Who who) {
    return cut(who.onNode("pid=" + who.pid()), WHO_AND_NODE - 1);
  }

  private static String cut(String text, int room) {
    return text.length() <= room ? text : text.substring(0, Math.max(0, room - 3)) + "...";
  }

  private static double perCall(Run.Bar bar) {
    return (bar.to() - bar.from()) / bar.calls();
  }

  private void slowest() {
    List<Run.Bar> bars =
        facts.run().bars().stream()
            .sorted(Comparator.comparingDouble(InsightsTable::perCall).reversed())
            .limit(SLOWEST)
            .toList();
    if (!bars.isEmpty()) {
      line("\nslowest calls");
    }
    for (Run.Bar bar : bars) {
      String which =
          bar.calls() == 1
              ? "task " + bar.task()
              : "mean of the " + bar.calls() + " in task " + bar.task();
      String how =
          switch (bar.outcome()) {
            case FINISHED -> "";
            case FAILED -> ", failed";
            case CUT_OFF -> ", cut off";
          };
      String rest = ": " + which + " in pid=" + bar.pid();
      int room = COLUMNS - 13 - rest.length() - how.length();
      String node = bar.who().node();
      node = node.isEmpty() ? "" : cut(" " + node, room - LEAST_NAME);
      String function = shortened(bar.function(), room - node.length());
      line("%11s  %s%s%s%s", time(perCall(bar)), function, rest, node, how);
    }
  }

  /** Its end says more than its beginning. */
  private static String shortened(String name, int room) {
    return name.length() <= room ? name : "..." + name.substring(name.length() - room + 3);
  }

  private void door() {
    // Of a task that was begun twice, until it was begun for the first time.
    DoubleSummaryStatistics waits =
        facts.run().bars().stream()
            .collect(Collectors.toMap(Run.Bar::task, InsightsTable::waited, Math::min))
            .values()
            .stream()
            .collect(Collectors.summarizingDouble(seconds -> seconds));
    if (waits.getCount() > 0) {
      line(
          "\nwaiting at the door: %s, %s on average, %s at most",
          Advice.count(waits.getCount(), "task"), time(waits.getAverage()), time(waits.getMax()));
    }
  }

  private static double waited(Run.Bar bar) {
    return Math.max(0, bar.from() - bar.submitted());
  }

  static String time(double seconds) {
    if (seconds >= 1_000) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    if (seconds >= 1) {
      return String.format(Locale.ROOT, "%.3f s", seconds);
    }
    return seconds >= 1e-3
        ? String.format(Locale.ROOT, "%.1f ms", seconds * 1e3)
        : String.format(Locale.ROOT, "%.0f us", seconds * 1e6);
  }

  private void wrap(String sentence) {
    String line = "";
    for (String word : sentence.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > COLUMNS) {
        text.append(line).append('\n');
        line = "  " + word;
      } else {
        line += (line.isEmpty() ? "" : " ") + word;
      }
    }
    text.append(line).append('\n');
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
