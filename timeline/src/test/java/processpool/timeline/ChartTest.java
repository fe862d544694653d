package processpool.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
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
            List.of(new Run.Lane(101, 0, 0.5, 10)),
            List.of(new Run.Bar(0, "Task::work", 1, 101, 0, 0.5, 4, Run.Outcome.FINISHED)),
            List.of(),
            10);
    assertThat(TextChart.draw(calm)).contains("[3==]").doesNotContain("[3xx]", "[3~~~");
    assertThat(SvgChart.draw(calm)).contains("task n finished").doesNotContain("task n failed");
  }

  @Test
  void theSvgIsWellFormedAndSaysWhatItShows() throws Exception {
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(SvgChart.draw(Runs.MADE_UP))));
    Element english = (Element) svg.getElementsByTagName("title").item(0);
    Element chinese = (Element) svg.getElementsByTagName("title").item(1);
    assertThat(english.getAttribute("lang")).isEqualTo("en");
    assertThat(english.getTextContent()).isEqualTo("3 tasks run by 2 workers in 10.0 s");
    assertThat(chinese.getAttribute("lang")).isEqualTo("zh-CN");
    assertThat(chinese.getTextContent()).isEqualTo("3 个任务由 2 个工作进程运行，历时 10.0 秒");
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
