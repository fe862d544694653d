package processpool.timeline;

import java.util.Arrays;

/**
 * A run as a few lines of plain ASCII, which every terminal shows.
 *
 * @since 0.1
 */
public final class TextChart {
  private static final int COLUMNS = 60;

  /** What stands before a lane; wider when there are nodes to be named. */
  private static final int HEAD = 12;

  private static final int HEAD_AND_NODE = 20;

  private TextChart() {}

  /**
   * Draws a run.
   *
   * @param run what happened
   * @return lines, each ended
   */
  public static String draw(Run run) {
    if (run.lanes().isEmpty()) {
      return "";
    }
    double second = COLUMNS / Math.max(run.seconds(), 1e-9);
    boolean nodes = run.lanes().stream().anyMatch(lane -> !lane.who().node().isEmpty());
    int head = nodes ? HEAD_AND_NODE : HEAD;
    StringBuilder text = new StringBuilder("\n");
    line(text, head, "seconds", axis(run.seconds(), second));
    for (Run.Lane lane : run.lanes()) {
      char[] cells = blank();
      Arrays.fill(cells, at(lane.started(), second), at(lane.ready(), second), '.');
      run.bars().stream()
          .filter(bar -> bar.who().equals(lane.who()))
          .forEach(bar -> put(cells, bar, at(bar.from(), second), at(bar.to(), second)));
      line(text, head, lane.who().onNode("pid " + lane.pid()), cells);
    }
    char[] waiting = blank();
    for (Run.Waiting stretch : run.waiting()) {
      int from = at(stretch.from(), second);
      int to = at(stretch.to(), second);
      Arrays.fill(waiting, from, to, '-');
      if (to - from >= 4) { // else the numbers of short stretches would run into one
        write(waiting, from, to, Integer.toString(stretch.tasks()));
      }
    }
    line(text, head, "waiting", waiting);
    return text.append(signs(run)).toString();
  }

  /** What the signs mean; of those that not every run has, only what this one has. */
  private static String signs(Run run) {
    StringBuilder signs = new StringBuilder();
    signs.append("\n  .....  worker starting\n  [3==]  task 3 (counted from 0)\n");
    if (has(run, Run.Outcome.FAILED)) {
      signs.append("  [3xx]  task 3 failed\n");
    }
    if (has(run, Run.Outcome.CUT_OFF)) {
      signs.append("  [3~~~  task 3 cut off by the end of the program\n");
    }
    return signs.append("  6----  6 tasks waiting at the door\n\n").toString();
  }

  private static boolean has(Run run, Run.Outcome outcome) {
    return run.bars().stream().anyMatch(bar -> bar.outcome() == outcome);
  }

  private static char[] axis(double seconds, double second) {
    char[] cells = blank();
    double step = Ticks.step(seconds);
    for (int i = 0; i * step <= seconds; i++) {
      int column = at(i * step, second);
      write(cells, column, COLUMNS, Ticks.label(i * step, step));
    }
    return cells;
  }

  private static void put(char[] cells, Run.Bar bar, int from, int to) {
    char fill =
        switch (bar.outcome()) {
          case FINISHED -> '=';
          case FAILED -> 'x';
          case CUT_OFF -> '~';
        };
    if (to - from < 2) {
      cells[Math.min(from, COLUMNS - 1)] = fill;
      return;
    }
    Arrays.fill(cells, from, to, fill);
    cells[from] = '[';
    cells[to - 1] = bar.outcome() == Run.Outcome.CUT_OFF ? fill : ']';
    write(cells, from + 1, to - 1, Long.toString(bar.task()));
  }

  /** Writes only what fits whole: half a number is another number. */
  private static void write(char[] cells, int from, int to, String what) {
    if (from + what.length() <= to) {
      what.getChars(0, what.length(), cells, from);
    }
  }

  private static int at(double seconds, double second) {
    return (int) Math.min(COLUMNS, Math.round(seconds * second));
  }

  private static char[] blank() {
    char[] cells = new char[COLUMNS];
    Arrays.fill(cells, ' ');
    return cells;
  }

  private static void line(StringBuilder text, int width, String head, char[] cells) {
    String shown = head.length() < width ? head : head.substring(0, width - 3) + "..";
    text.append(shown).append(" ".repeat(width - shown.length())).append(cells);
    while (text.charAt(text.length() - 1) == ' ') {
      text.setLength(text.length() - 1);
    }
    text.append('\n');
  }
}
