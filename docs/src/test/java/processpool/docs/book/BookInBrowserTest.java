package processpool.docs.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import processpool.timeline.Browser;

/** A reader at work, in a real browser. Aborted, with the reason, without one. */
@Timeout(600)
class BookInBrowserTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private BookServer book;
  private Browser browser;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(
        Browser.find().isPresent(),
        "no Chromium, Chrome or Edge was found; install one, or name it with -Dbrowser=PATH");
    book = new BookServer(Path.of(".."), 0);
    Path profile = Files.createDirectory(directory.resolve("profile"));
    browser =
        Browser.open(Browser.find().orElseThrow(), profile, page("en/why-pools"), "--lang=en-US");
    browser.size(1500, 900);
    isShown("Why pools");
  }

  @AfterEach
  void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (book != null) {
      book.close();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  ProcessHandle.current()
                      .descendants()
                      .noneMatch(
                          p -> p.info().commandLine().orElse("").contains("EndsWithTheBook")));
    }
  }

  private URI page(String name) {
    return book.uri().resolve("docs/" + name + ".html");
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(120)).ignoreExceptions();
  }

  private void isShown(String title) {
    eventually()
        .until(() -> browser.evaluate("document.querySelector('h1').textContent").equals(title));
    eventually().until(() -> browser.evaluate("document.readyState").equals("complete"));
  }

  private void go(String name, String title) throws Exception {
    browser.go(page(name));
    isShown(title);
  }

  private String text(String selector) throws Exception {
    return browser.evaluate("document.querySelector('" + selector + "').textContent");
  }

  private void click(String selector) throws Exception {
    browser.evaluate("document.querySelector('" + selector + "').click()");
  }

  private void type(String words) throws Exception {
    browser.evaluate(
        "(f => { f.focus(); f.value = '"
            + words
            + "'; f.dispatchEvent(new Event('input')); })(document.querySelector('#search input'))");
  }

  @Test
  void aPageIsReadAndTurned() throws Exception {
    assertThat(text("#pages [aria-current]")).isEqualTo("Why pools");
    assertThat(browser.evaluate("document.querySelectorAll('.hljs-keyword').length"))
        .as("highlighted")
        .isNotEqualTo("0");
    assertThat(browser.evaluate("document.querySelector('article .numbers').textContent"))
        .startsWith("1\n2\n");
    assertThat(browser.evaluate("[...document.images].every(i => i.loading === 'lazy')"))
        .isEqualTo("true");
    click("#turn [rel=next]");
    isShown("Sleep and wait");
    browser.size(1280, 720);
    assertThat(
            browser.evaluate(
                "document.getElementById('stage').getBoundingClientRect().left >="
                    + " document.querySelector('main').getBoundingClientRect().right"))
        .as("the program is beside the text on a small laptop")
        .isEqualTo("true");
    browser.size(360, 700);
    assertThat(browser.evaluate("document.documentElement.scrollWidth <= 360")).isEqualTo("true");
    assertThat(
            browser.evaluate(
                "[...document.querySelectorAll('.command')].every(c =>"
                    + " c.querySelector('pre').getBoundingClientRect().right <="
                    + " c.querySelector('.copy').getBoundingClientRect().left)"))
        .as("no command is under its button")
        .isEqualTo("true");
    click("#menu");
    assertThat(browser.evaluate("getComputedStyle(document.getElementById('pages')).display"))
        .isEqualTo("block");
    browser.media("screen", "dark");
    String paper = "getComputedStyle(document.body).backgroundColor";
    assertThat(browser.evaluate(paper)).isEqualTo("rgb(13, 17, 23)");
    click("#scheme");
    assertThat(browser.evaluate(paper)).as("light is chosen").isEqualTo("rgb(255, 255, 255)");
    browser.media("print", "light");
    assertThat(browser.evaluate("getComputedStyle(document.getElementById('pages')).display"))
        .isEqualTo("none");
  }

  @Test
  void bothLanguagesAreSearched() throws Exception {
    type("worker");
    eventually().until(() -> text("#found a mark").equalsIgnoreCase("worker"));
    assertThat(browser.evaluate("document.querySelector('#found a').lang")).isEqualTo("en");
    type("maxTasksPer");
    eventually().until(() -> text("#found mark").equalsIgnoreCase("maxTasksPer"));
    type("进程池 方法");
    eventually().until(() -> text("#found a strong").startsWith("进程池的方法"));
    type("xyzzy plugh");
    eventually().until(() -> text("#found").equals("Nothing found."));
    go("zh/why-pools", "为什么要用进程池");
    type("进程");
    eventually().until(() -> text("#found a mark").equals("进程"));
    assertThat(browser.evaluate("document.querySelector('#found a').lang")).isEqualTo("zh-CN");
    type("什么也没有打印"); // no page says it in these very words
    eventually().until(() -> text("#found a strong").equals("疑难解答 · 什么也没打印"));
    type("葡萄牙");
    eventually().until(() -> text("#found").equals("没有找到。"));
    type("进程");
    eventually().until(() -> text("#found a mark").equals("进程"));
    click("#found a");
    eventually().until(() -> browser.evaluate("location.hash.length > 1").equals("true"));
  }

  @Test
  void theOtherLanguageOpensAtTheSameSection() throws Exception {
    go("en/sleep-wait", "Sleep and wait");
    browser.evaluate("document.getElementById('draw-it').scrollIntoView()");
    click("#language");
    isShown("睡眠等待");
    assertThat(browser.evaluate("location.hash")).isEqualTo("#draw-it");
    assertThat(text("#draw-it")).isEqualTo("画出来");
    eventually()
        .until(
            () ->
                Double.parseDouble(
                        browser.evaluate(
                            "document.getElementById('draw-it').getBoundingClientRect().top"))
                    < 300);
  }

  @Test
  void theFirstExampleRunsBesideItsPageAndIsStopped() throws Exception {
    go("en/sleep-wait", "Sleep and wait");
    assertThat(text("#stage code")).contains("class SleepWait");
    click("#run");
    eventually().until(() -> text("#printed").contains("count=8"));
    eventually().until(() -> text("#state").startsWith("main has returned"));
    assertThat(browser.evaluate("document.querySelector('#live iframe').src"))
        .matches("http://127\\.0\\.0\\.1:\\d+/[\\w-]{22}/#en");
    assertThat(text("#printed")).doesNotContain("live page", "Ctrl-C");
    // A page that may not be framed is not given a window of its own there.
    assertThat(browser.evaluate("frames.length")).isEqualTo("1");
    click("#stop");
    eventually().until(() -> text("#state").matches("ended.*|stopped"));
    assertThat(ProcessHandle.current().descendants().map(p -> p.info().commandLine().orElse("")))
        .noneMatch(command -> command.contains("SleepWait"));
  }

  @Test
  void whatIsTriedIsPredictedFirstAndAWorkerIsKilled() throws Exception {
    go("en/get-results", "Get results");
    click("#tries [data-program=kill]");
    assertThat(text("#ask label")).startsWith("You kill the only worker");
    assertThat(text("#stage .source:not([hidden]) code")).contains("class KillAWorker");
    browser.evaluate("document.getElementById('expected').value = 'it hangs'");
    click("#run");
    eventually().until(() -> text("#printed").contains("kill this one"));
    click("#kill");
    eventually().until(() -> text("#printed").contains("and the next task: 13"));
    eventually().until(() -> text("#came").startsWith("You expected: it hangs"));
    assertThat(text("#came")).contains("WorkerDiedException");
    assertThat(browser.evaluate("document.getElementById('kill').disabled"))
        .as("nobody is left to kill")
        .isEqualTo("true");
    click("#stop");
    eventually().until(() -> text("#state").matches("ended.*|stopped"));
  }

  @Test
  void whoLeavesThePageLeavesNoProgramBehind() throws Exception {
    go("zh/get-results", "获取返回值");
    click("#tries [data-program=kill]");
    click("#run");
    eventually().until(() -> text("#printed").contains("kill this one"));
    go("en/why-pools", "Why pools");
    eventually()
        .until(
            () ->
                ProcessHandle.current()
                    .descendants()
                    .noneMatch(p -> p.info().commandLine().orElse("").contains("KillAWorker")));
  }

  @Test
  void theExercisesOfAPageSayHowTheyAre() throws Exception {
    go("en/sleep-wait", "Sleep and wait");
    eventually().until(() -> text("#Ex01Waves summary small").matches("not done yet|done|not yet"));
    assertThat(text("#Ex01Waves"))
        .contains("example1-sleep-wait/src/main/java/", "Hint 1", "Hint 2");
  }

  /** In a copy of the project, as a learner's files are the learner's. */
  @Test
  void anExerciseIsSolvedInAnEditorAndThePageSaysSo() throws Exception {
    Path root = Path.of("..").toAbsolutePath().normalize();
    Path project = directory.resolve("project");
    for (String part :
        List.of("docs/en", "docs/zh", "docs/README.md", "docs/README.zh-CN.md", "docs/src/main")) {
      copy(root, project, part);
    }
    for (String part :
        List.of("example1-sleep-wait", "example2-close-join", "example3-get-results")) {
      copy(root, project, part + "/src");
    }
    book.close();
    book = new BookServer(project, 0);
    go("en/sleep-wait", "Sleep and wait");
    eventually().until(() -> text("#Ex01Waves summary small").equals("not done yet"));
    Path file =
        project
            .resolve("example1-sleep-wait/src/main/java/processpool/example1/exercises")
            .resolve("Ex01Waves.java");
    Files.writeString(file, Files.readString(file).replace(";", "; oops"));
    eventually().until(() -> text("#Ex01Waves summary small").equals("does not compile"));
    assertThat(text("#Ex01Waves .verdict")).contains("Ex01Waves.java:");
    Path solution = root.resolve("learn/src/main/resources/exercises/Ex01Waves/solution.java");
    Files.copy(solution, file, StandardCopyOption.REPLACE_EXISTING);
    eventually().until(() -> text("#Ex01Waves summary small").equals("done"));
  }

  private static void copy(Path from, Path to, String part) throws IOException {
    try (Stream<Path> files = Files.walk(from.resolve(part))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private static void send(HttpExchange exchange, Path site) throws IOException {
    try (exchange) {
      Path file = site.resolve(exchange.getRequestURI().getPath().substring(1));
      boolean there = Files.isRegularFile(file);
      exchange.getResponseHeaders().set("Content-Type", Content.typeOf(file.toString()));
      exchange.sendResponseHeaders(there ? 200 : 404, there ? 0 : -1);
      if (there) {
        exchange.getResponseBody().write(Files.readAllBytes(file));
      }
    }
  }

  @Test
  void theFilesAreReadWithoutTheProgram() throws Exception {
    Path site = directory.resolve("site");
    StaticSite files = new StaticSite(Path.of(".."), site);
    files.writePages();
    files.record(
        Program.of(Path.of(".."), Path.of("../docs/en/close-join.md")).stream()
            .filter(program -> program.id().equals("join-too-early"))
            .findFirst()
            .orElseThrow());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> send(exchange, site));
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      browser.go(URI.create(address + "/docs/en/close-join.html"));
      isShown("Close and join");
      click("#tries [data-program=join-too-early]");
      click("#run");
      eventually().until(() -> text("#printed").contains("pool is closed"));
      eventually().until(() -> text("#state").startsWith("ended"));
      type("worker");
      eventually().until(() -> text("#found a mark").equalsIgnoreCase("worker"));
    } finally {
      server.stop(0);
    }
  }
}
