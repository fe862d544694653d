package processpool.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static processpool.timeline.Runs.here;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

@Timeout(60)
class ChartTest {
  @Test
  void theTextShowsStartTasksTheirEndAndTheDoor() {
    assertThat(TextChart.draw(Runs.MADE_UP).lines())
        .containsExactly(
            "",
            "seconds     0           2           4           6           8",
            "pid 101     ...[0==================][2~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~",
            "pid 102     ......[1xxxxxxxxxxxxxxxxxxxxx]",
            "waiting     ---   1-----------------",
            "",
            "  .....  worker starting",
            "  [3==]  task 3 (counted from 0)",
            "  [3xx]  task 3 failed",
            "  [3~~~  task 3 cut off by the end of the program",
            "  6----  6 tasks waiting at the door",
            "");
  }

  @Test
  void theTextExplainsOnlySignsThatItHas() {
    Run calm =
        new Run(
            List.of(new Run.Lane(here(101), 0, 0.5, 10)),
            List.of(new Run.Bar(0, "Task::work", 1, here(101), 0, 0.5, 4, Run.Outcome.FINISHED)),
            List.of(),
            10);
    assertThat(TextChart.draw(calm)).contains("[3==]").doesNotContain("[3xx]", "[3~~~");
    assertThat(SvgChart.draw(calm)).contains("task n finished").doesNotContain("task n failed");
  }

  @Test
  void theSvgIsWellFormedAndSaysWhatItShows() throws Exception {
    Document svg = parsed(Locale.FRENCH);
    NodeList groups = svg.getElementsByTagName("g");
    int bars = 0;
    for (int i = 0; i < groups.getLength(); i++) {
      if (((Element) groups.item(i)).hasAttribute("data-task")) {
        bars++;
      }
    }
    assertThat(bars).isEqualTo(3);
    assertThat(svg.getDocumentElement().getTextContent())
        .contains("Task::<init>", "Task::work × 5", "failed 失败", "cut off");
  }

  /** Browsers show the first title, whatever its language. */
  @Test
  void theSvgHasOneTitleInTheUsersLanguageAndDescribesItselfInTheOther() throws Exception {
    String english = "3 tasks run by 2 workers in 10.0 s";
    String chinese = "3 个任务由 2 个工作进程运行，历时 10.0 秒";
    checkTitles(parsed(Locale.FRENCH), List.of("en", english, "zh-CN", chinese));
    checkTitles(parsed(Locale.SIMPLIFIED_CHINESE), List.of("zh-CN", chinese, "en", english));
  }

  private static void checkTitles(Document svg, List<String> wanted) {
    List<String> titles = new ArrayList<>();
    for (Node node = svg.getDocumentElement().getFirstChild();
        node != null;
        node = node.getNextSibling()) {
      if (node instanceof Element element
          && List.of("title", "desc").contains(element.getTagName())) {
        titles.add(element.getAttribute("lang"));
        titles.add(element.getTextContent());
      }
    }
    assertThat(titles).isEqualTo(wanted);
  }

  /** As somebody draws it whose language this is. */
  private static Document parsed(Locale language) throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(language);
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(SvgChart.draw(Runs.MADE_UP))));
    } finally {
      Locale.setDefault(before);
    }
  }

  /** Many viewers know no variables, and would draw everything black. */
  @Test
  void eachColourIsPlainBeforeItIsAVariable() {
    String css = SvgChart.resource("chart.css");
    String light = css.substring(0, css.indexOf('}'));
    Matcher variable = Pattern.compile("([a-z-]+): var\\((--[a-z-]+)\\)").matcher(css);
    List<String> variables = new ArrayList<>();
    while (variable.find()) {
      Matcher value = Pattern.compile(variable.group(2) + ": (#[0-9a-f]{6})").matcher(light);
      assertThat(value.find()).as(variable.group(2) + " has a light value").isTrue();
      String plain = variable.group(1) + ": " + value.group(1) + "; ";
      assertThat(css.substring(0, variable.start())).endsWith(plain);
      variables.add(variable.group());
    }
    assertThat(variables).hasSizeGreaterThan(15);
    assertThat(SvgChart.draw(Runs.MADE_UP)).contains(css);
  }

  @Test
  void neitherSvgNorPageNeedsAnythingFromElsewhere() {
    String namespace = "http://www.w3.org/2000/svg";
    assertThat(SvgChart.draw(Runs.MADE_UP).replace(namespace, ""))
        .doesNotContain("http:", "https:", "href", "@import");
    assertThat(HtmlPage.draw(Runs.MADE_UP).replace(namespace, ""))
        .doesNotContain("http:", "https:", "src=", "href", "@import");
  }

  @Test
  void theAxisHasAtMostEightStretchesOfARoundLength() {
    assertThat(Ticks.step(10)).isEqualTo(2);
    assertThat(Ticks.step(3.3)).isEqualTo(0.5);
    assertThat(Ticks.step(0.004)).isCloseTo(0.0005, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(Ticks.label(1.5, 0.5)).isEqualTo("1.5");
    assertThat(Ticks.label(2, 2)).isEqualTo("2");
  }
}
