package processpool.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.timeline.TimelineListener;

/** What a page is told, and that neither it nor its server outlives its time. */
@Timeout(180)
class LivePageTest {
  static int square(int x) {
    return x * x;
  }

  /** Reads a page's stream until its messages together have all these; what was read. */
  private static String told(BufferedReader stream, String... parts) throws IOException {
    StringBuilder told = new StringBuilder();
    while (!Arrays.stream(parts).allMatch(part -> told.indexOf(part) >= 0)) {
      String line = stream.readLine();
      if (line == null) {
        throw new IOException("the stream has ended: " + told);
      }
      if (line.startsWith("data: ")) {
        told.append(line).append('\n');
      }
    }
    return told.toString();
  }

  private static BufferedReader read(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  @Test
  void aPageIsToldAllThereIsAndThenWhatIsNew() throws Exception {
    ProcessPool pool = ProcessPool.builder().processes(1).name("told").build();
    pool.apply(LivePageTest::square, 2);
    LivePage page = LivePage.serve(pool);
    pool.map(LivePageTest::square, IntStream.range(0, 7).boxed().toList(), 3);
    try (Socket socket = Request.of(page.uri(), "GET", "events").open()) {
      BufferedReader stream = read(socket);
      String first = told(stream, "\"succeeded\":8", "LivePageTest::square", ",7,7,0]");
      assertThat(first).startsWith("data: {\"all\":true");
      assertThat(first).contains("\"name\":\"told\"", "\"state\":\"open\"");
      assertThat(first).contains("[0,0,\"\"," + pool.workerPids().get(0));
      pool.apply(() -> 1);
      String second = told(stream, "LivePageTest::lambda");
      assertThat(second).doesNotContain("\"all\":true", "[0,0,\"\",");
      pool.close();
      pool.join();
      told(stream, "\"state\":\"gone\"");
      page.close();
      told(stream, "\"closed\":true");
      assertThat(stream.lines().filter(line -> line.startsWith("data"))).isEmpty();
    }
  }

  @Test
  void aPageThatDoesNotReadHoldsUpNeitherThePoolNorTheEnd() throws Exception {
    ProcessPool pool = new ProcessPool(2);
    LivePage page = LivePage.serve(pool);
    try (Socket silent = Request.of(page.uri(), "GET", "events").open()) {
      assertThat(silent.getInputStream().read()).isEqualTo('H');
      AsyncResult<?> result =
          pool.mapAsync(LivePageTest::square, IntStream.range(0, 100_000).boxed().toList(), 10);
      assertThat(result.await(java.time.Duration.ofSeconds(60))).isTrue();
      page.close();
    }
    assertThatThrownBy(() -> Request.of(page.uri(), "GET", "").answer())
        .isInstanceOf(IOException.class);
    pool.terminate();
    pool.join();
  }

  @Test
  void onceItIsClosedNoThreadOfItIsLeftAndItMayBeClosedAgain() throws Exception {
    ProcessPool pool = new ProcessPool(1);
    LivePage page = LivePage.serve(pool);
    assertThat(Request.of(page.uri(), "GET", "").status()).isEqualTo(200);
    page.close();
    page.close();
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("processpool-live")));
    assertThat(pool.apply(LivePageTest::square, 3)).isEqualTo(9);
    pool.terminate();
    pool.join();
  }

  /** As an example does: main returns while tasks run. */
  static class Program {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(2);
      pool.apply(LivePageTest::square, 1);
      AsyncResult<Void> last = pool.runAsync(() -> TimeUnit.HOURS.sleep(1));
      while (last.workerPid().isEmpty()) {
        Thread.onSpinWait();
      }
      System.out.println("main returns");
    }
  }

  /** How long somebody looks at the page after main has returned. */
  private static final double LOOKS_SECONDS = 2;

  @Test
  void pageInsightsAndTimelineGoTogetherAndThePictureEndsWithTheProgram(@TempDir Path folder)
      throws Exception {
    Path picture = folder.resolve("run.svg");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dprocesspool.listener="
                    + LiveListener.class.getName()
                    + ","
                    + InsightsListener.class.getName()
                    + ","
                    + TimelineListener.class.getName()
                    + ",",
                "-Dprocesspool.timeline=" + picture,
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    long begun = System.nanoTime();
    try (BufferedReader output = program.inputReader()) {
      StringBuilder printed = new StringBuilder();
      while (!printed.toString().contains("live page of") || printed.indexOf("main returns") < 0) {
        String line = output.readLine();
        assertThat(line).as("the program goes on after %s", printed).isNotNull();
        printed.append(line).append('\n');
      }
      URI page =
          URI.create(printed.substring(printed.indexOf("http")).lines().findFirst().orElseThrow());
      try (Socket socket = Request.of(page, "GET", "events").open()) {
        told(read(socket), "\"state\":\"gone\"");
      }
      double gone = (System.nanoTime() - begun) / 1e9;
      TimeUnit.MILLISECONDS.sleep((long) (LOOKS_SECONDS * 1000)); // what must not be in the picture
      long closed = System.nanoTime();
      Request.of(page, "POST", "close").asThePage().status();
      output.lines().forEach(line -> printed.append(line).append('\n'));
      assertThat(program.waitFor()).isZero();
      boolean soon = System.nanoTime() - closed < TimeUnit.SECONDS.toNanos(5);
      assumeTrue(soon, "the machine is so busy that the program's end did not wait for all");
      assertThat(printed)
          .contains("advice: ", "timeline: " + picture)
          .containsPattern("all 2 .* 0 deaths");
      Matcher seconds =
          Pattern.compile("data-seconds=\"([0-9.]+)\"").matcher(Files.readString(picture));
      assertThat(seconds.find()).isTrue();
      assertThat(Double.parseDouble(seconds.group(1))).isLessThan(gone + LOOKS_SECONDS / 2);
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void theListenerKeepsThePageAndNotTheWorkersUntilThePageIsClosed() throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dprocesspool.listener=" + LiveListener.class.getName(),
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = program.inputReader()) {
      URI page = null;
      boolean returned = false;
      while (page == null || !returned) {
        String line = output.readLine();
        assertThat(line).as("the program goes on").isNotNull();
        returned |= line.equals("main returns");
        if (line.startsWith("live page of pool-1: ")) {
          page = URI.create(line.substring(line.indexOf("http")));
        }
      }
      try (Socket socket = Request.of(page, "GET", "events").open()) {
        String gone = told(read(socket), "\"state\":\"gone\"");
        assertThat(gone).contains("\"busy\":0", "\"cancelled\":1", "\"deaths\":0");
      }
      assertThat(program.descendants()).isEmpty();
      assertThat(program.isAlive()).isTrue();
      assertThat(Request.of(page, "POST", "close").asThePage().status()).isEqualTo(204);
      assertThat(program.waitFor()).isZero();
    } finally {
      program.destroyForcibly();
    }
  }
}
