package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: once one worker was ready, a start that fails is tried again after a growing pause
 * while the others work on; ten failures in a row with no worker left break the pool. Conformance
 * line 50.
 */
@Timeout(240)
class FailedReplacementTest {
  private static final Duration PATIENT = Duration.ofSeconds(60);

  @TempDir Path folder;

  private ProcessPool pool;

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
  }

  /** Notes each start, and fails while the database is away. */
  static void open(String folder) throws Exception {
    Files.createTempFile(Path.of(folder), "start", null);
    if (Files.exists(Path.of(folder, "away"))) {
      throw new IllegalStateException("the database is away");
    }
  }

  /** The same, and the whole worker dies of it. */
  static void openOrDie(String folder) throws Exception {
    Files.createTempFile(Path.of(folder), "start", null);
    if (Files.exists(Path.of(folder, "away"))) {
      System.err.println("the database is away");
      Runtime.getRuntime().halt(9);
    }
  }

  private void start(ProcessPool.Builder builder, int processes) throws Exception {
    pool =
        builder
            .processes(processes)
            .initializer(FailedReplacementTest::open, folder.toString())
            .build();
    awaitWorkers(processes);
  }

  private void awaitWorkers(int processes) {
    await()
        .until(
            () -> {
              List<Long> pids =
                  pool.mapAsync(x -> pidAfter(50), numbers(3 * processes), 1)
                      .get(60, TimeUnit.SECONDS);
              return new HashSet<>(pids).size() == processes;
            });
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  static long pidAfter(int millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
    return Tasks.pid();
  }

  private void databaseGoes() throws IOException {
    Files.createFile(folder.resolve("away"));
  }

  private void databaseComesBack() throws IOException {
    Files.delete(folder.resolve("away"));
  }

  private int starts() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return (int) files.filter(file -> file.getFileName().toString().startsWith("start")).count();
    }
  }

  /** Kills the workers that run these, and lets their failures be known. */
  private static void kill(List<AsyncResult<Long>> running) {
    for (AsyncResult<Long> one : running) {
      await().until(() -> one.workerPid().isPresent());
      ProcessHandle.of(one.workerPid().orElseThrow()).ifPresent(ProcessHandle::destroyForcibly);
      assertThatThrownBy(() -> one.get(PATIENT)).hasCauseInstanceOf(WorkerDiedException.class);
    }
  }

  private List<AsyncResult<Long>> submitted(int count, int millis) {
    return IntStream.range(0, count)
        .mapToObj(i -> pool.applyAsync(FailedReplacementTest::pidAfter, millis))
        .toList();
  }

  @Test
  void oneFailureHarmsNobodyAndThePoolIsWholeAgain() throws Exception {
    start(ProcessPool.builder(), 3);
    List<AsyncResult<Long>> running = submitted(3, 3_000);
    await().until(() -> running.stream().allMatch(r -> r.workerPid().isPresent()));
    int before = starts();
    databaseGoes();
    kill(running.subList(0, 1));
    await().until(() -> starts() > before);
    databaseComesBack();
    assertThat(running.get(1).get(PATIENT)).isEqualTo(running.get(1).workerPid().orElseThrow());
    assertThat(running.get(2).get(PATIENT)).isEqualTo(running.get(2).workerPid().orElseThrow());
    awaitWorkers(3);
  }

  @Test
  void whileNoReplacementCanStartTheOthersWorkOn() throws Exception {
    start(ProcessPool.builder(), 2);
    databaseGoes();
    kill(submitted(1, 60_000));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
    HashSet<Long> pids = new HashSet<>();
    while (System.nanoTime() < end) {
      pids.add(pool.applyAsync(FailedReplacementTest::pidAfter, 20).get(PATIENT));
    }
    assertThat(pids).as("the one that is left").hasSize(1);
    assertThat(starts()).as("of two, and tried again at a growing pause").isBetween(4, 22);
    databaseComesBack();
    awaitWorkers(2);
  }

  @Test
  void aRetirementThatCannotBeReplacedAtOnceHarmsNobody() throws Exception {
    start(ProcessPool.builder().maxTasksPerChild(200), 2);
    databaseGoes();
    int before = starts();
    List<AsyncResult<Long>> results = submitted(600, 2);
    await().until(() -> starts() > before);
    databaseComesBack();
    for (AsyncResult<Long> result : results) {
      assertThat(result.get(PATIENT)).isPositive();
    }
  }

  private void tenFailuresBreakIt(int processes) throws Exception {
    int before = starts();
    databaseGoes();
    kill(submitted(processes, 60_000));
    List<AsyncResult<Long>> waiting = submitted(3, 1);
    for (AsyncResult<Long> result : waiting) {
      assertThatThrownBy(() -> result.get(Duration.ofSeconds(200)))
          .cause()
          .isInstanceOf(BrokenPoolException.class)
          .hasStackTraceContaining("the database is away");
    }
    assertThat(starts() - before).as("starts that failed").isBetween(10, 9 + processes);
    assertThatThrownBy(() -> pool.apply(Tasks::square, 1))
        .hasCauseInstanceOf(BrokenPoolException.class);
    await().until(() -> pool.workerPids().isEmpty()); // one that was starting is being ended
  }

  @Test
  void tenFailuresInARowWithNoWorkerLeftBreakIt() throws Exception {
    start(ProcessPool.builder(), 1);
    tenFailuresBreakIt(1);
  }

  @Test
  void tenFailuresOfSeveralTogetherToo() throws Exception {
    start(ProcessPool.builder(), 2);
    tenFailuresBreakIt(2);
  }

  @Test
  void afterAFewFailuresWithNoWorkerLeftWhatWaitsIsRunAfterAll() throws Exception {
    pool =
        ProcessPool.builder()
            .processes(1)
            .initializer(FailedReplacementTest::openOrDie, folder.toString())
            .build();
    awaitWorkers(1);
    int before = starts();
    databaseGoes();
    kill(submitted(1, 60_000));
    List<AsyncResult<Long>> waiting = submitted(5, 1);
    await().atMost(Duration.ofSeconds(30)).until(() -> starts() >= before + 3);
    databaseComesBack();
    for (AsyncResult<Long> result : waiting) {
      assertThat(result.get(PATIENT)).isEqualTo(pool.workerPids().get(0));
    }
  }

  @Test
  void aPoolWithoutWorkersCanBeEndedWhileItWaitsToTryAgain() throws Exception {
    start(ProcessPool.builder(), 1);
    int before = starts();
    databaseGoes();
    kill(submitted(1, 60_000));
    AsyncResult<Long> waiting = submitted(1, 1).get(0);
    await().atMost(Duration.ofSeconds(30)).until(() -> starts() > before + 1);
    assertThat(waiting.isDone()).isFalse();
    Promptly.run(pool::terminate);
    assertThat(Promptly.call(() -> pool.join(Duration.ofSeconds(8)))).isTrue();
    assertThat(waiting.isCancelled()).isTrue();
    int after = starts();
    TimeUnit.SECONDS.sleep(1);
    assertThat(starts()).as("nothing is tried any more").isEqualTo(after);
  }

  /** For a while it has no descriptors left, so no process can be started. */
  static class Program {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(2);
      kill(List.of(pool.applyAsync(FailedReplacementTest::pidAfter, 60_000))); // loads classes
      List<Long> pids = pool.map(x -> pidAfter(100), numbers(8), 1);
      AsyncResult<Long> healthy = pool.applyAsync(FailedReplacementTest::pidAfter, 8_000);
      AsyncResult<Long> killed = pool.applyAsync(FailedReplacementTest::pidAfter, 60_000);
      while (healthy.workerPid().isEmpty() || killed.workerPid().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      String kill = "sleep 1; kill -9 " + killed.workerPid().orElseThrow();
      Process unused = new ProcessBuilder("sh", "-c", kill).start(); // needs descriptors itself
      List<FileInputStream> hog = new ArrayList<>();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(6); // it is looked at every two
      while (System.nanoTime() < end) {
        try {
          hog.add(new FileInputStream("/dev/null"));
        } catch (IOException full) {
          TimeUnit.MILLISECONDS.sleep(1); // what the killed one had is free in a moment
        }
      }
      for (FileInputStream one : hog) {
        one.close();
      }
      System.out.println("healthy: " + pids.contains(healthy.get(20, TimeUnit.SECONDS)));
      AsyncResult<List<Integer>> next = pool.mapAsync(Tasks::square, List.of(1, 2, 3), 1);
      System.out.println("next: " + next.get(20, TimeUnit.SECONDS));
      pool.terminate();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no limit on descriptors there")
  void aMomentWithoutDescriptorsHarmsNobody() throws Exception {
    pool = new ProcessPool(1);
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 200; exec \"$@\"", "sh"));
    command.addAll(Programs.command(Program.class, List.of()).command());
    Programs.Ended ended = Programs.run(new ProcessBuilder(command));
    assertThat(ended.out().lines())
        .as(ended.err())
        .containsExactly("healthy: true", "next: [1, 4, 9]");
  }
}
