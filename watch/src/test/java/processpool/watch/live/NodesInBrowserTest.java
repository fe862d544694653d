package processpool.watch.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import processpool.FakeEvents;
import processpool.PoolListener.WorkerEvent;
import processpool.ProcessPool;
import processpool.timeline.Browser;

/**
 * The page names the machine of a worker that is not on this one: told by events that are made up.
 */
@Timeout(300)
class NodesInBrowserTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void aWorkerOfAnotherMachineIsNamedWithIt() throws Exception {
    assumeTrue(Browser.find().isPresent(), "no browser was found; name one with -Dbrowser=PATH");
    ProcessPool pool = new ProcessPool(1);
    Feed feed = new Feed(pool);
    Server server = new Server(pool, feed, () -> {});
    Path profile = Files.createDirectory(directory.resolve("profile"));
    Browser browser =
        Browser.open(Browser.find().orElseThrow(), profile, server.uri(), "--lang=en-US");
    try {
      Instant now = Instant.now();
      WorkerEvent far = FakeEvents.worker(now, 7, "<i>far</i>", 4711);
      feed.recorder().workerStarted(far);
      feed.recorder().workerReady(far);
      feed.recorder().taskStarted(FakeEvents.task(now, 1, "<i>far</i>", 4711));
      feed.recorder().printed(FakeEvents.printed(far, "hello\n"));
      String lane = "document.querySelector('[data-pid=\"4711\"]')";
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> browser.evaluate(lane + ".innerText").contains("<i>far</i> · PID 4711"));
      assertThat(browser.evaluate(lane + ".querySelector('button').ariaLabel"))
          .isEqualTo("Kill worker 7, <i>far</i> · PID 4711");
      assertThat(browser.evaluate(lane + ".querySelector('button').disabled"))
          .as("nobody here can")
          .isEqualTo("true");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  browser
                      .evaluate("document.getElementById('output').innerText")
                      .contains("Worker 7 · <i>far</i>hello"));
      browser.evaluate("document.getElementById('list').open = true");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  browser
                      .evaluate("document.getElementById('tasks').textContent")
                      .contains("<i>far</i> · PID 4711"));
    } finally {
      browser.close();
      server.close();
      feed.close();
      pool.terminate();
      pool.join();
    }
  }
}
