package processpool.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens the page of a real run in a real browser. Aborted, with the reason, where there is none.
 */
@Timeout(180)
class PageInBrowserTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path directory;

  private static Browser browser;
  private static Run run;

  @BeforeAll
  static void openThePage() throws Exception {
    Optional<Path> program = Browser.find();
    if (program.isEmpty()) {
      return;
    }
    run = Runs.nineInThree();
    Path page = Files.writeString(directory.resolve("run.html"), HtmlPage.draw(run));
    Path profile = Files.createDirectory(directory.resolve("profile"));
    browser = Browser.open(program.orElseThrow(), profile, page.toUri());
  }

  /** Here, and not once for all: an aborted class is reported as no tests, not as aborted ones. */
  @BeforeEach
  void needsABrowser() {
    assumeTrue(
        browser != null,
        "no Chromium, Chrome or Edge was found; install one, or name it with -Dbrowser=PATH");
  }

  @AfterAll
  static void closeIt() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  private static double number(String expression) throws Exception {
    return Double.parseDouble(browser.evaluate(expression));
  }

  private static double widthOfFirstBar() throws Exception {
    return number("document.querySelector('.bar[data-task] rect').getBoundingClientRect().width");
  }

  private static double middle(String selector, String from, String size) throws Exception {
    return number(
        "(b => b."
            + from
            + " + b."
            + size
            + " / 2)(document.querySelector('"
            + selector
            + "').getBoundingClientRect())");
  }

  private static void click(String selector) throws Exception {
    browser.click(middle(selector, "x", "width"), middle(selector, "y", "height"));
  }

  @Test
  void nineBarsInThreeLanesAreDrawn() throws Exception {
    assertThat(browser.evaluate("document.querySelectorAll('.lane').length")).isEqualTo("3");
    assertThat(
            browser.evaluate(
                "[...document.querySelectorAll('.lane')].map(l => [...l.querySelectorAll('.bar[data-task] rect')]"
                    + ".filter(r => r.getBoundingClientRect().width > 20).length).reduce((a, b) => a + b)"))
        .isEqualTo("9");
    assertThat(
            browser.evaluate(
                "new Set([...document.querySelectorAll('.bar[data-task] rect')]"
                    + ".map(r => Math.round(r.getBoundingClientRect().top))).size"))
        .as("bars stand at three heights")
        .isEqualTo("3");
  }

  @Test
  void pointingAtABarTellsItsTaskAndItsProcess() throws Exception {
    for (Run.Bar bar : run.bars()) {
      String selector = ".bar[data-task=\"" + bar.task() + "\"] rect";
      browser.moveTo(middle(selector, "x", "width"), middle(selector, "y", "height"));
      await()
          .until(() -> browser.evaluate("document.getElementById('tip').hidden").equals("false"));
      assertThat(browser.evaluate("document.getElementById('tip').textContent").lines().toList())
          .startsWith("task 任务 " + bar.task(), "PID " + bar.pid(), "Runs::nap");
      browser.moveTo(2, 2);
      await().until(() -> browser.evaluate("document.getElementById('tip').hidden").equals("true"));
    }
  }

  @Test
  void theWheelAndTheButtonsZoomAndAllBringsTheWholeBack() throws Exception {
    double before = widthOfFirstBar();
    browser.wheel(300, 250, -100);
    await().until(() -> widthOfFirstBar() > before * 1.1);
    click("#all");
    await().until(() -> Math.abs(widthOfFirstBar() - before) < 0.5);
    click("#closer");
    await().until(() -> widthOfFirstBar() > before * 1.5);
    click("#wider");
    await().until(() -> Math.abs(widthOfFirstBar() - before) < 0.5);
  }

  @Test
  void itIsLegibleInTheDarkAndOnPaper() throws Exception {
    String paper = "getComputedStyle(document.body).backgroundColor";
    String controls = "getComputedStyle(document.getElementById('controls')).display";
    browser.media("screen", "dark");
    assertThat(browser.evaluate(paper)).isEqualTo("rgb(13, 17, 23)");
    browser.media("screen", "light");
    assertThat(browser.evaluate(paper)).isEqualTo("rgb(255, 255, 255)");
    browser.media("print", "dark");
    assertThat(browser.evaluate(paper)).isEqualTo("rgb(255, 255, 255)");
    assertThat(browser.evaluate(controls)).isEqualTo("none");
    browser.media("", "light");
  }
}
