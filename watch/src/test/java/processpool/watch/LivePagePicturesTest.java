package processpool.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.timeline.Browser;

/** Takes the docs' pictures of the live page, from a real run; by hand, as each looks different. */
@Timeout(300)
@EnabledIfSystemProperty(named = "live.pictures", matches = "true")
class LivePagePicturesTest {
  private static final int PHOTOS = 60;
  private static final int TAKEN_AT = 44;

  /** A page of the docs is to load quickly. */
  private static final int MOST_BYTES = 150_000;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @ParameterizedTest
  @CsvSource({"en-US,live-page.png", "zh-CN,zh/live-page.png"})
  void ofAMapInWhichOneCallFailsAndOneWorkerIsKilled(String language, String name)
      throws Exception {
    ProcessPool pool = ProcessPool.builder().processes(3).name("thumbnails").retries(1).build();
    LivePage page = LivePage.serve(pool);
    Path profile = Files.createDirectory(directory.resolve("profile"));
    Browser browser =
        Browser.open(
            Browser.find().orElseThrow(),
            profile,
            page.uri(),
            "--lang=" + language,
            "--accept-lang=" + language,
            "--hide-scrollbars");
    try {
      browser.size(1000, 700);
      browser.media("screen", "light");
      pool.map(Math::abs, List.of(1, 2, 3), 1); // all workers are there
      AsyncResult<List<Integer>> map =
          pool.mapAsync(Photos::thumbnail, IntStream.rangeClosed(1, PHOTOS).boxed().toList(), 1);
      eventually(() -> map.completed() >= TAKEN_AT / 2);
      ProcessHandle.of(pool.workerPids().get(1)).orElseThrow().destroyForcibly();
      eventually(() -> map.completed() >= TAKEN_AT);
      String height =
          browser.evaluate("String(Math.ceil(document.querySelector('main').offsetHeight + 80))");
      browser.size(1000, Math.min(1000, Integer.parseInt(height)));
      byte[] picture = browser.screenshot();
      Path file = Path.of("").toAbsolutePath().getParent().resolve("docs/pictures").resolve(name);
      Files.write(file, picture);
      assertThat(picture.length).isLessThan(MOST_BYTES);
    } finally {
      browser.close();
      page.close();
      pool.terminate();
      pool.join();
    }
  }

  private static void eventually(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(60)).until(condition);
  }
}
