package processpool.timeline;

/**
 * A run as one page to look at: zoom, move, point at a task to see all about it. It needs nothing
 * from elsewhere, and prints.
 *
 * @since 0.1
 */
public final class HtmlPage {
  private HtmlPage() {}

  /**
   * Draws a run.
   *
   * @param run what happened
   * @return a file's content
   */
  public static String draw(Run run) {
    return SvgChart.resource("page.html")
        .replace("/*chart.css*/", SvgChart.resource("chart.css"))
        .replace("/*page.js*/", SvgChart.resource("page.js"))
        .replace("<!--english-->", SvgChart.escape(SvgChart.english(run)))
        .replace("<!--chinese-->", SvgChart.escape(SvgChart.chinese(run)))
        .replace("<!--chart-->", SvgChart.element(run, false));
  }
}
