package processpool.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
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
            "waiting     ---   1-----------------");
  }

  @Test
  void theSvgIsWellFormedAndSaysWhatItShows() throws Exception {
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(SvgChart.draw(Runs.MADE_UP))));
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .startsWith("3 tasks run by 2 workers in 10.0 s")
        .contains("由 2 个工作进程运行");
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
