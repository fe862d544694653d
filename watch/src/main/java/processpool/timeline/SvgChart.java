package processpool.timeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A run as a picture: the number of tasks at the door, a lane for each worker with its tasks in it,
 * and the time below. Light or dark as the reader's screen, labelled in English and Chinese.
 *
 * @since 0.1
 */
public final class SvgChart {
  private static final int WIDTH = 860;
  private static final int LEFT = 144;
  private static final int RIGHT = 20;
  private static final int TOP = 12;
  private static final int DOOR = 40;
  private static final int LANE = 36;
  private static final int GAP = 6;
  private static final int BELOW = 46;
  private static final int LEGEND = 24;
  private static final int LEGEND_COLUMNS = 3;

  /** So many letters of a node's name have room beside a lane. */
  private static final int NODE = 20;

  /** Below this width a bar's number would stick out. */
  private static final double NARROW = 16;

  private final Run run;
  private final double perSecond;
  private final int lanesTop;
  private final int bottom;
  private final StringBuilder svg = new StringBuilder();

  private SvgChart(Run run) {
    this.run = run;
    this.perSecond = (WIDTH - LEFT - RIGHT) / Math.max(run.seconds(), 1e-9);
    this.lanesTop = TOP + DOOR + GAP;
    this.bottom = lanesTop + run.lanes().size() * (LANE + GAP);
  }

  /**
   * Draws a run.
   *
   * @param run what happened
   * @return a file's content, which needs nothing from elsewhere
   */
  public static String draw(Run run) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element(run, true);
  }

  /** The picture to stand in a page, which brings the style. */
  static String element(Run run, boolean withStyle) {
    return new SvgChart(run).svg(withStyle);
  }

  /** What the picture shows, for those who cannot see it. */
  static String english(Run run) {
    return describe("%d tasks run by %d workers in %.1f s", run);
  }

  /** The same in Chinese. */
  static String chinese(Run run) {
    return describe("%d 个任务由 %d 个工作进程运行，历时 %.1f 秒", run);
  }

  private static String describe(String format, Run run) {
    return String.format(Locale.ROOT, format, tasks(run), run.lanes().size(), run.seconds());
  }

  private static long tasks(Run run) {
    return run.bars().stream().map(Run.Bar::task).distinct().count();
  }

  private String svg(boolean withStyle) {
    int height = bottom + BELOW + LEGEND * ((legend().size() - 1) / LEGEND_COLUMNS + 1);
    add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\"", WIDTH, height);
    add(" width=\"%d\" height=\"%d\" role=\"img\" aria-labelledby=\"what\"", WIDTH, height);
    add(" data-left=\"%d\" data-width=\"%d\"", LEFT, WIDTH - LEFT - RIGHT);
    add(" data-seconds=\"%.6f\">\n", run.seconds());
    titles();
    if (withStyle) {
      add("<style>%s</style>\n", resource("chart.css"));
    }
    add("<defs><clipPath id=\"plot\"><rect x=\"%d\" y=\"0\"", LEFT);
    add(" width=\"%d\" height=\"%d\"/></clipPath>", WIDTH - LEFT - RIGHT + 1, height);
    hatch("starting", 6, "start-line");
    hatch("failing", 5, "fail-line");
    add("</defs>\n");
    add("<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n", WIDTH, height);
    axis();
    door();
    for (int i = 0; i < run.lanes().size(); i++) {
      lane(run.lanes().get(i), lanesTop + i * (LANE + GAP));
    }
    drawLegend();
    return svg.append("</svg>\n").toString();
  }

  /**
   * The user's language as the title, the other as a description: browsers show the first title as
   * a tip, whatever its language, and no description.
   */
  private void titles() {
    boolean inChinese = Locale.getDefault().getLanguage().equals("zh");
    String english = escape(english(run));
    String chinese = escape(chinese(run));
    String title = "<title id=\"what\" lang=\"%s\">%s</title>\n";
    String other = "<desc lang=\"%s\">%s</desc>\n";
    add(title, inChinese ? "zh-CN" : "en", inChinese ? chinese : english);
    add(other, inChinese ? "en" : "zh-CN", inChinese ? english : chinese);
  }

  private void hatch(String id, int size, String line) {
    add("<pattern id=\"%s\" width=\"%d\" height=\"%d\"", id, size, size);
    add(" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">");
    add("<rect class=\"%s-ground\" width=\"%d\" height=\"%d\"/>", line, size, size);
    add("<line class=\"%s\" y2=\"%d\"/></pattern>", line, size);
  }

  private void axis() {
    double step = Ticks.step(run.seconds());
    add("<g id=\"axis\" data-top=\"%d\" data-bottom=\"%d\">", TOP, bottom);
    for (int i = 0; i * step <= run.seconds(); i++) {
      double x = x(i * step);
      add("<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>", x, x, TOP, bottom);
      add("<text class=\"tick\" x=\"%.1f\" y=\"%d\">", x, bottom + 15);
      add("%s</text>", Ticks.label(i * step, step));
    }
    add("<text class=\"end\" x=\"%d\" y=\"%d\">", WIDTH - RIGHT, bottom + 32);
    add("program ends 程序结束</text>");
    add("</g>\n<text class=\"label\" x=\"%d\" y=\"%d\">", LEFT - 24, bottom + 15);
    add("seconds 秒</text>\n");
  }

  private void door() {
    add("<text class=\"label\" x=\"%d\" y=\"%d\">", LEFT - 10, TOP + DOOR / 2 - 4);
    add("waiting<tspan x=\"%d\" dy=\"1.25em\">在门口等待</tspan></text>\n", LEFT - 10);
    int most = run.waiting().stream().mapToInt(Run.Waiting::tasks).max().orElse(1);
    add("<g id=\"door\" clip-path=\"url(#plot)\">");
    for (Run.Waiting stretch : run.waiting()) {
      double tall = Math.max(2.0, (DOOR - 2.0) * stretch.tasks() / most);
      begin("waiting", stretch.from(), stretch.to());
      add(">");
      box(stretch.from(), stretch.to(), TOP + DOOR - tall, tall);
      number(stretch.from(), stretch.to(), TOP + DOOR - 4.0, Integer.toString(stretch.tasks()));
      add("</g>\n");
    }
    add("</g>\n");
  }

  private void lane(Run.Lane lane, int top) {
    add("<g class=\"lane\" data-pid=\"%d\">", lane.pid());
    add("<text class=\"label\" x=\"%d\" y=\"%d\">", LEFT - 10, top + LANE / 2 - 3);
    add("PID %d<tspan class=\"role\" x=\"%d\" dy=\"1.25em\">", lane.pid(), LEFT - 10);
    String node = lane.who().node();
    add("%s</tspan>", node.isEmpty() ? "worker 工作进程" : escape(shortened(node)));
    add("</text>\n<g clip-path=\"url(#plot)\">");
    begin("idle", lane.started(), lane.ended());
    add(">");
    box(lane.started(), lane.ended(), top, LANE);
    add("</g>");
    begin("start", lane.started(), lane.ready());
    add(">");
    box(lane.started(), lane.ready(), top, LANE);
    add("</g>\n");
    run.bars().stream()
        .filter(bar -> bar.who().equals(lane.who()))
        .forEach(bar -> bar(bar, top + 4));
    add("</g></g>\n");
  }

  private void bar(Run.Bar bar, int top) {
    String what = describe(bar);
    String kind = bar.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
    begin("bar " + kind, bar.from(), bar.to());
    add(" data-task=\"%d\" data-pid=\"%d\"", bar.task(), bar.pid());
    add(" tabindex=\"0\" role=\"img\" aria-label=\"%s\"><title>%s</title>", what, what);
    box(bar.from(), bar.to(), top, LANE - 8);
    number(bar.from(), bar.to(), top + LANE / 2.0, Long.toString(bar.task()));
    add("</g>\n");
  }

  /** One line that says all about a bar. */
  private static String describe(Run.Bar bar) {
    return escape(
        String.format(
            Locale.ROOT,
            "task 任务 %d · PID %d%s · %s%s · %.3f s → %.3f s · waited 等待 %.3f s · ran 运行 %.3f s · %s",
            bar.task(),
            bar.pid(),
            bar.who().node().isEmpty() ? "" : " · node 节点 " + bar.who().node(),
            bar.function(),
            bar.calls() == 1 ? "" : " × " + bar.calls(),
            bar.from(),
            bar.to(),
            Math.max(0, bar.from() - bar.submitted()),
            bar.to() - bar.from(),
            bar.outcome().inBothLanguages()));
  }

  private static String shortened(String node) {
    return node.length() <= NODE ? node : node.substring(0, NODE - 1) + "…";
  }

  /**
   * What a swatch means.
   *
   * @param kind the classes of what it explains
   * @param number what stands in it, or nothing
   * @param words both languages
   */
  private record Key(String kind, String number, String words) {}

  /** Of what not every run has, only what this one has. */
  private List<Key> legend() {
    List<Key> keys = new ArrayList<>();
    keys.add(new Key("start", "", "worker starting 启动中"));
    keys.add(new Key("idle", "", "worker idle 空闲"));
    keys.add(new Key("waiting", "n", "n tasks waiting 等待的任务数"));
    keys.add(new Key("bar finished", "n", "task n finished 任务 n 完成"));
    if (has(Run.Outcome.FAILED)) {
      keys.add(new Key("bar failed", "n", "task n failed 任务 n 失败"));
    }
    if (has(Run.Outcome.CUT_OFF)) {
      keys.add(new Key("bar cut-off", "n", "task n cut off 任务 n 被中断"));
    }
    return keys;
  }

  private void drawLegend() {
    List<Key> keys = legend();
    for (int i = 0; i < keys.size(); i++) {
      Key key = keys.get(i);
      int x = RIGHT + i % LEGEND_COLUMNS * ((WIDTH - RIGHT) / LEGEND_COLUMNS);
      int y = bottom + BELOW + i / LEGEND_COLUMNS * LEGEND;
      add("<g class=\"%s key\"><rect x=\"%d\" y=\"%d\"", key.kind(), x, y);
      add(" width=\"26\" height=\"16\" rx=\"2\"/>");
      add("<text class=\"number\" x=\"%d\" y=\"%d\">%s</text></g>", x + 13, y + 12, key.number());
      add("<text class=\"legend\" x=\"%d\" y=\"%d\">%s</text>\n", x + 33, y + 12, key.words());
    }
  }

  private boolean has(Run.Outcome outcome) {
    return run.bars().stream().anyMatch(bar -> bar.outcome() == outcome);
  }

  private void begin(String kind, double from, double to) {
    add("<g class=\"%s\" data-from=\"%.6f\" data-to=\"%.6f\"", kind, from, to);
  }

  private void box(double from, double to, double top, double height) {
    double wide = Math.max(0.5, x(to) - x(from));
    add("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\"", x(from), top, wide);
    add(" height=\"%.1f\"/>", height);
  }

  private void number(double from, double to, double y, String number) {
    boolean hidden = x(to) - x(from) < NARROW;
    add("<text class=\"number\" x=\"%.1f\" y=\"%.1f\"", (x(from) + x(to)) / 2, y);
    add("%s>%s</text>", hidden ? " visibility=\"hidden\"" : "", number);
  }

  private double x(double seconds) {
    return LEFT + seconds * perSecond;
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }

  /** A name such as {@code Task::<init>} must not become markup. */
  static String escape(String text) {
    return text.chars()
        .mapToObj(
            c ->
                switch (c) {
                  case '&' -> "&amp;";
                  case '<' -> "&lt;";
                  case '>' -> "&gt;";
                  case '"' -> "&quot;";
                  default -> Character.toString(c);
                })
        .collect(Collectors.joining());
  }

  static String resource(String name) {
    try (InputStream in = SvgChart.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the timeline's jar is incomplete: missing=" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
