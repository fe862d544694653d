package processpool.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.timeline.Browser;

/** The page of a pool that works, in a real browser. Aborted, with the reason, without one. */
@Timeout(300)
class LivePageInBrowserTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private final ProcessPool pool = ProcessPool.builder().processes(2).name("<b>live</b>").build();
  private LivePage page;
  private Browser browser;

  @BeforeEach
  void needsABrowser() {
    assumeTrue(
        Browser.find().isPresent(),
        "no Chromium, Chrome or Edge was found; install one, or name it with -Dbrowser=PATH");
    page = LivePage.serve(pool);
  }

  private void open(String... options) throws Exception {
    Path profile = Files.createDirectory(directory.resolve("profile"));
    browser = Browser.open(Browser.find().orElseThrow(), profile, page.uri(), options);
    eventually().until(() -> text("name").equals("<b>live</b>"));
  }

  @AfterEach
  void end() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (page != null) {
      page.close();
    }
    pool.terminate();
    pool.join();
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(60)).ignoreExceptions();
  }

  private String text(String id) throws Exception {
    return browser.evaluate("document.getElementById('" + id + "').textContent");
  }

  private int number(String expression) throws Exception {
    return (int) Double.parseDouble(browser.evaluate(expression));
  }

  private String figure(int index) throws Exception {
    return browser.evaluate("document.querySelectorAll('#numbers dd')[" + index + "].textContent");
  }

  /** Clicks where a user would, in the middle. */
  private void click(String selector) throws Exception {
    String box = "document.querySelector('" + selector + "').getBoundingClientRect()";
    browser.click(
        number("(b => b.x + b.width / 2)(" + box + ")"),
        number("(b => b.y + b.height / 2)(" + box + ")"));
  }

  /** How many dots of a lane's picture have the colour that the style names so. */
  private int dots(long pid, String colour) throws Exception {
    return number(
        "(() => { const c = document.querySelector('[data-pid=\""
            + pid
            + "\"] canvas'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
            + " const s = getComputedStyle(document.documentElement).getPropertyValue('--"
            + colour
            + "').trim(); const rgb = [1, 3, 5].map(i => parseInt(s.slice(i, i + 2), 16));"
            + " let n = 0; for (let i = 0; i < d.length; i += 4) { if (rgb.every((v, k) => d[i + k]"
            + " === v)) n++; } return n; })()");
  }

  static int nap(int millis) throws InterruptedException {
    System.out.println("</script>napping " + millis);
    TimeUnit.MILLISECONDS.sleep(millis);
    return millis;
  }

  @Test
  void tasksAreDrawnWhileTheyRunAndAClickKillsAWorker() throws Exception {
    open("--lang=en-US");
    AsyncResult<List<Integer>> map =
        pool.mapAsync(LivePageInBrowserTest::nap, IntStream.range(100, 140).boxed().toList(), 1);
    AsyncResult<Void> long1 = pool.runAsync(() -> TimeUnit.HOURS.sleep(1));
    AsyncResult<Void> long2 = pool.runAsync(() -> TimeUnit.HOURS.sleep(1));
    long first = pool.workerPids().get(0);
    eventually().until(() -> dots(first, "bar") > 20);
    eventually().until(() -> text("output").contains("</script>napping 100"));
    eventually().until(() -> text("maps").matches(".*nap40 of 40"));
    assertThat(map.get()).hasSize(40);
    eventually().until(() -> long1.workerPid().isPresent() && long2.workerPid().isPresent());
    eventually().until(() -> figure(1).equals("2"));
    eventually().until(() -> dots(first, "run") > 5);

    click("[data-pid=\"" + first + "\"] button");
    eventually().until(() -> text("notice").contains("PID " + first + ") died, exit code"));
    eventually().until(() -> number("document.querySelectorAll('.lane').length") == 3);
    eventually().until(() -> figure(8).equals("1"));
    eventually().until(() -> dots(first, "fail") > 5);
    assertThat(pool.stats().deaths()).isEqualTo(1);

    click("#more");
    eventually().until(() -> figure(0).equals("3"));
    click("#fewer");
    eventually().until(() -> figure(0).equals("2"));
    assertThat(pool.stats().processes()).isEqualTo(2);
  }

  private String badge(long pid) throws Exception {
    return browser.evaluate(
        "document.querySelector('[data-pid=\"" + pid + "\"] .badge').textContent");
  }

  @Test
  void workersThatEndAsTheyAreToHaveNotDied() throws Exception {
    open("--lang=en-US");
    pool.map(LivePageInBrowserTest::nap, List.of(100, 101), 1);
    List<Long> workers = pool.workerPids();
    click("#fewer");
    long surplus = workers.get(1);
    eventually().until(() -> badge(surplus).equals("no longer needed"));
    AsyncResult<Void> busy = pool.runAsync(() -> TimeUnit.HOURS.sleep(1));
    eventually().until(() -> busy.workerPid().isPresent());
    pool.terminate();
    pool.join();
    eventually().until(() -> text("state").equals("ended"));
    long last = workers.get(0);
    eventually().until(() -> badge(last).equals("ended with the pool"));
    assertThat(text("notice")).doesNotContain("died");
    assertThat(pool.stats().deaths()).isZero();
  }

  @Test
  void inChineseToo() throws Exception {
    open("--lang=zh-CN", "--accept-lang=zh-CN");
    pool.map(LivePageInBrowserTest::nap, List.of(100, 101), 1);
    long worker = pool.workerPids().get(0);
    pool.terminate();
    pool.join();
    eventually().until(() -> badge(worker).equals("随进程池结束"));
  }

  @Test
  void aPictureThatIsPausedStandsStillAndCanBeScrolledBack() throws Exception {
    open("--lang=en-US");
    pool.map(LivePageInBrowserTest::nap, List.of(100, 101, 102, 103), 1);
    long worker = pool.workerPids().get(0);
    eventually().until(() -> dots(worker, "bar") > 20);
    click("#pause");
    assertThat(text("pause")).isEqualTo("Go on");
    browser.evaluate("(window.before = document.querySelector('.lane canvas').toDataURL()).length");
    pool.map(LivePageInBrowserTest::nap, List.of(100, 101, 102, 103), 1);
    eventually().until(() -> figure(5).equals("8"));
    assertThat(browser.evaluate("before === document.querySelector('.lane canvas').toDataURL()"))
        .isEqualTo("true");
    browser.evaluate("document.getElementById('slider').value = 1");
    browser.evaluate("document.getElementById('slider').dispatchEvent(new Event('input'))");
    eventually().until(() -> dots(worker, "bar") == 0);
    click("#pause");
    eventually().until(() -> dots(worker, "bar") > 20);
  }

  @Test
  void aChineseBrowserIsSpokenToInChineseAndANarrowOneIsNotScrolledSideways() throws Exception {
    open("--lang=zh-CN", "--accept-lang=zh-CN");
    browser.size(360, 740);
    pool.map(LivePageInBrowserTest::nap, List.of(10, 11, 12), 1);
    assertThat(browser.evaluate("document.documentElement.lang")).isEqualTo("zh-CN");
    assertThat(text("pause")).isEqualTo("暂停画面");
    eventually().until(() -> text("lanes").contains("工作进程 0"));
    assertThat(browser.evaluate("document.body.innerText")).doesNotContain("undefined", "worker");
    assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
    assertThat(
            number(
                "[...document.querySelectorAll('button')].filter(b => b.offsetParent &&"
                    + " b.getBoundingClientRect().right > 360).length"))
        .isZero();
  }

  static int refuse(int i) {
    throw new IllegalArgumentException("not " + i);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en-US", "zh-CN"})
  void nothingSticksOutAtAnyWidth(String language) throws Exception {
    open("--lang=" + language, "--accept-lang=" + language);
    AsyncResult<List<Integer>> map =
        pool.mapAsync(
            LivePageInBrowserTest::refuse, IntStream.range(0, 100_000).boxed().toList(), 10_000);
    assertThatThrownBy(map::get).isInstanceOf(ExecutionException.class);
    eventually().until(() -> text("maps").matches(".*100000.*100000.*"));
    for (int width : new int[] {320, 360, 500, 703, 705, 800, 1000, 1055, 1057, 1400}) {
      browser.size(width, 740);
      assertThat(number("document.documentElement.scrollWidth"))
          .as("at %d pixels", width)
          .isLessThanOrEqualTo(width);
    }
  }

  @Test
  void itFollowsTheSchemeAndEveryButtonHasAName() throws Exception {
    open("--lang=en-US");
    String paper = "getComputedStyle(document.body).backgroundColor";
    browser.media("screen", "dark");
    assertThat(browser.evaluate(paper)).isEqualTo("rgb(13, 17, 23)");
    browser.media("screen", "light");
    assertThat(browser.evaluate(paper)).isEqualTo("rgb(255, 255, 255)");
    eventually().until(() -> number("document.querySelectorAll('.lane button').length") == 2);
    assertThat(
            number(
                "[...document.querySelectorAll('button, select, input')].filter(b =>"
                    + " !(b.textContent.trim() || b.ariaLabel || b.labels?.length)).length"))
        .isZero();
    assertThat(browser.evaluate("document.querySelector('.lane button').ariaLabel"))
        .matches("Kill worker 0, PID \\d+");
    assertThat(browser.evaluate("document.getElementById('notice').getAttribute('role')"))
        .isEqualTo("status");
    browser.evaluate("document.getElementById('list').open = true");
    pool.apply(LivePageInBrowserTest::nap, 10);
    eventually().until(() -> text("tasks").contains("nap") && text("tasks").contains("returned"));
  }

  @Test
  void theRunStaysAsAPictureThatIsSavedAsOneFile() throws Exception {
    open("--lang=en-US");
    pool.map(LivePageInBrowserTest::nap, List.of(100, 101, 102, 103), 1);
    long worker = pool.workerPids().get(0);
    pool.close();
    pool.join();
    eventually().until(() -> text("state").equals("ended"));
    click("#close");
    eventually()
        .until(() -> browser.evaluate("document.getElementById('more').disabled").equals("true"));
    eventually()
        .until(() -> browser.evaluate("document.getElementById('close').disabled").equals("true"));
    assertThat(dots(worker, "bar")).as("it stays").isGreaterThan(20);
    Path saved = Files.createDirectory(directory.resolve("saved"));
    browser.downloadTo(saved);
    click("#save");
    Path file = eventually().until(() -> htmlIn(saved), Optional::isPresent).orElseThrow();
    assertThat(file).content().doesNotContain(Request.token(page.uri()), "http:", "https:");
    browser.go(file.toUri());
    eventually().until(() -> text("state").equals("saved picture"));
    assertThat(text("name")).isEqualTo("<b>live</b>");
    assertThat(dots(worker, "bar")).isGreaterThan(20);
    assertThat(text("output")).contains("</script>napping 103");
    assertThat(figure(5)).isEqualTo("4");
  }

  private static Optional<Path> htmlIn(Path folder) throws Exception {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".html")).findFirst();
    }
  }
}
