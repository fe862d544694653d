package processpool.docs.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import processpool.docs.check.Scenario;

/** Programs that the book starts: what is heard of them, and that none is left. */
@Timeout(180)
class RunsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private final Runs runs = new Runs(ROOT);

  @AfterEach
  void end() {
    runs.close();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                ProcessHandle.current()
                    .descendants()
                    .noneMatch(p -> p.info().commandLine().orElse("").contains("EndsWithTheBook")));
  }

  private static Scenario scenario(String id) {
    return Scenario.of(id).orElseThrow();
  }

  private static String until(Run run, String part) throws InterruptedException {
    StringBuilder told = new StringBuilder();
    while (told.indexOf(part) < 0) {
      String event = run.next();
      told.append(event == null ? "" : event + "\n");
    }
    return told.toString();
  }

  @Test
  void whatAProgramPrintsIsHeardAndThenItsExitCode() throws Exception {
    Run run = new Run(scenario("join-too-early"), ROOT, "");
    assertThat(until(run, "\"exit\""))
        .contains("{\"line\":\"pool is still open: call close() or terminate() before join()\"}")
        .endsWith("{\"exit\":0}\n");
    run.end();
  }

  @Test
  void itsLivePageMayBeFramedByTheBookAndTheEndOfMainIsTold() throws Exception {
    Run run = runs.start("p", scenario("join-too-early"), "http://127.0.0.1:8080").orElseThrow();
    String told = until(run, "\"over\":true");
    if (!told.contains("\"live\"")) { // a main this short may be over before its page is served
      told += until(run, "\"live\"");
    }
    assertThat(told)
        .contains("{\"live\":\"http://127.0.0.1:")
        .doesNotContain("Open it in", "Ctrl-C");
    assertThat(run.next()).as("it stays for its page").isNull();
    runs.end("p", run);
  }

  @Test
  void aWorkerIsKilledAndTheProgramGoesOn() throws Exception {
    Run run = new Run(scenario("kill"), ROOT, "");
    until(run, "kill this one");
    assertThat(run.killOne()).isTrue();
    assertThat(until(run, "\"exit\"")).contains("WorkerDiedException", "and the next task: 13");
    assertThat(run.killOne()).as("nobody is left").isFalse();
    run.end();
  }

  @Test
  void theOneThatIsAskedForIsKilledAmongOthers() throws Exception {
    String program = AsksForTheSecond.class.getName();
    Run run = new Run(new Scenario("asks", program, List.of(), false, ""), ROOT, "");
    until(run, Scenario.KILL);
    assertThat(run.killOne()).isTrue();
    assertThat(until(run, "lives")).contains("the first one lives: true");
    run.end();
  }

  @Test
  void aPageHasOneRunAndThereAreNotManyInAll() throws Exception {
    List<Run> all = new ArrayList<>();
    for (int i = 0; i < Runs.MOST; i++) {
      all.add(runs.start("page" + i, scenario("kill"), "").orElseThrow());
    }
    assertThat(runs.start("another", scenario("kill"), "")).isEmpty();
    Run second = runs.start("page0", scenario("kill"), "").orElseThrow();
    until(all.get(0), "\"exit\"");
    assertThat(runs.of("page0")).contains(second);
    runs.end("page1", all.get(1));
    assertThat(runs.start("another", scenario("join-too-early"), "")).isPresent();
  }

  @Test
  void theBooksDeathEndsAProgramThatNobodyStops(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("log");
    Process book =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Abandoned.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.readString(log).contains("pid="));
    Optional<ProcessHandle> program = book.children().findFirst();
    List<ProcessHandle> all = book.descendants().toList();
    assertThat(program).isPresent();
    book.destroyForcibly().waitFor();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Starts a program that works for ten minutes, and is killed. */
  static class Abandoned {
    public static void main(String[] args) throws Exception {
      Run run = new Run(scenario("kill"), ROOT, "http://127.0.0.1:8080");
      System.out.println(until(run, "kill this one"));
      Thread.currentThread().join();
    }
  }
}
