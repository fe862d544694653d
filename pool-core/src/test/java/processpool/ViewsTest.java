package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract, "second edition": views of a pool share its workers, its door and its life; each call
 * keeps the settings of the view it came through. Python has no counterpart.
 */
@Timeout(180)
class ViewsTest {
  private static final Duration SHORT = Duration.ofMillis(1500);
  private static final Duration LONG = Duration.ofHours(1);

  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  private static void timesOut(Duration limit, ThrowingCallable call) {
    assertThatThrownBy(call)
        .cause()
        .isInstanceOfSatisfying(
            TaskTimeoutException.class, late -> assertThat(late.timeout()).isEqualTo(limit));
  }

  private static void dies(ThrowingCallable call) {
    assertThatThrownBy(call).hasCauseInstanceOf(WorkerDiedException.class);
  }

  static int dieOnce(String folder) throws Exception {
    Path mark = Path.of(folder, "death");
    if (!Files.exists(mark)) {
      Files.createFile(mark);
      Runtime.getRuntime().halt(1);
    }
    return 3;
  }

  private static String fresh(Path folder) throws Exception {
    return Files.createTempDirectory(folder, "task").toString();
  }

  static int sleepIfZero(int x) throws InterruptedException {
    return x == 0 ? (int) Tasks.sleepForever() : x;
  }

  static int haltIfZero(int x) {
    return x == 0 ? Tasks.halt(9) : x;
  }

  static int addOrSleep(int x, int y) throws InterruptedException {
    return x == 0 ? (int) Tasks.sleepForever() : x + y;
  }

  @Test
  void aTimeLimitIsForWhatCameThroughItsView() throws Exception {
    AsyncResult<Integer> unlimited = pool.applyAsync(x -> Tasks.interval(x).length, 3000);
    timesOut(SHORT, () -> pool.withTimeout(SHORT).apply(Tasks::sleepForever));
    assertThat(unlimited.get()).isEqualTo(3);
  }

  @Test
  void severalTimeLimitsAreUnderWayAtOnce() {
    for (Duration first : List.of(SHORT, LONG)) {
      Duration second = first == SHORT ? LONG : SHORT;
      AsyncResult<Long> one = pool.withTimeout(first).applyAsync(Tasks::sleepForever);
      AsyncResult<Long> two = pool.withTimeout(second).applyAsync(Tasks::sleepForever);
      timesOut(SHORT, (first == SHORT ? one : two)::get);
      AsyncResult<Long> other = first == SHORT ? two : one;
      assertThat(other.isDone()).isFalse();
      other.cancel(true);
    }
  }

  @Test
  void retriesAreForWhatCameThroughTheirView(@TempDir Path folder) throws Exception {
    dies(() -> pool.apply(ViewsTest::dieOnce, fresh(folder)));
    assertThat(pool.withRetries(1).apply(ViewsTest::dieOnce, fresh(folder))).isEqualTo(3);
    dies(() -> pool.withRetries(1).apply(LimitsTest::dieTwice, fresh(folder)));
    AsyncResult<Integer> twice =
        pool.withRetries(2).applyAsync(LimitsTest::dieTwice, fresh(folder));
    AsyncResult<Integer> once = pool.withRetries(1).applyAsync(LimitsTest::dieTwice, fresh(folder));
    dies(once::get);
    assertThat(twice.get()).isEqualTo(3);
  }

  @Test
  void theChunksOfMapsAndIterationsKeepThemToo(@TempDir Path folder) throws Exception {
    List<Integer> items = List.of(1, 0, 2);
    ProcessPool quick = pool.withTimeout(SHORT);
    timesOut(SHORT, () -> quick.map(ViewsTest::sleepIfZero, items, 3));
    timesOut(
        SHORT,
        () -> quick.starmap(ViewsTest::addOrSleep, List.of(Map.entry(1, 2), Map.entry(0, 1))));
    ProcessPool lenient = pool.withTimeout(Duration.ofSeconds(6)); // others are to be in time
    try (ResultIterator<Integer> results = lenient.imap(ViewsTest::sleepIfZero, items, 3)) {
      assertThat(results.next()).isEqualTo(1);
      assertThatThrownBy(results::next)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(TaskTimeoutException.class);
      assertThat(results.next()).isEqualTo(2);
    }
    ProcessPool again = pool.withRetries(1);
    List<String> folders = List.of(fresh(folder), fresh(folder), fresh(folder));
    assertThat(again.map(ViewsTest::dieOnce, folders, 3)).containsExactly(3, 3, 3);
    List<String> others = List.of(fresh(folder), fresh(folder));
    List<Integer> unordered = new ArrayList<>();
    again.imapUnordered(ViewsTest::dieOnce, others, 2).forEachRemaining(unordered::add);
    assertThat(unordered).containsExactly(3, 3);
    dies(() -> pool.map(ViewsTest::haltIfZero, items));
  }

  @Test
  void theExecutorOfAViewKeepsThemToo(@TempDir Path folder) throws Exception {
    timesOut(SHORT, pool.withTimeout(SHORT).asExecutorService().submit(Tasks::sleepForever)::get);
    PoolExecutor executor = pool.withRetries(1).asExecutorService();
    String own = fresh(folder);
    assertThat(executor.submit(() -> dieOnce(own)).get()).isEqualTo(3);
    executor.close();
    assertThatThrownBy(() -> pool.apply(Tasks::square, 1)).hasMessage("pool is closed");
  }

  @Test
  void ofAViewTheLastSettingOfAKindWinsAndOthersAreKept(@TempDir Path folder) throws Exception {
    ProcessPool patient =
        pool.withTimeout(Duration.ofNanos(1))
            .withRetries(7)
            .withTimeout(LONG)
            .withRetries(1)
            .withProgress((done, total) -> {});
    assertThat(patient.apply(ViewsTest::dieOnce, fresh(folder))).isEqualTo(3);
    dies(() -> patient.apply(LimitsTest::dieTwice, fresh(folder)));
    ProcessPool strict = patient.withRetries(2).withTimeout(SHORT);
    timesOut(SHORT, () -> strict.apply(Tasks::sleepForever));
    assertThat(strict.withTimeout(LONG).apply(LimitsTest::dieTwice, fresh(folder))).isEqualTo(3);
  }

  @Test
  void aViewsSettingsWinOverTheBuilders(@TempDir Path folder) throws Exception {
    ProcessPool strict =
        ProcessPool.builder().processes(1).taskTimeout(Duration.ofMillis(200)).retries(1).build();
    try {
      ProcessPool patient = strict.withTimeout(LONG);
      int three = patient.apply(x -> Tasks.interval(x).length, 1000);
      assertThat(three).isEqualTo(3);
      assertThat(patient.apply(ViewsTest::dieOnce, fresh(folder)))
          .as("retries are kept")
          .isEqualTo(3);
      dies(() -> patient.withRetries(0).apply(ViewsTest::dieOnce, fresh(folder)));
    } finally {
      strict.terminate();
      strict.join();
    }
  }

  @Test
  void viewsShareTheWorkersTheDoorAndTheLife() throws Exception {
    ProcessPool view = pool.withTimeout(LONG);
    ProcessPool other = view.withRetries(1);
    assertThat(other.workerPids()).hasSize(2).isEqualTo(pool.workerPids());
    assertThat(pool.workerPids()).contains(other.apply(Tasks::pid));
    AsyncResult<Integer> pending = pool.applyAsync(x -> Tasks.interval(x).length, 100);
    assertThatThrownBy(pool::join).isInstanceOf(IllegalStateException.class);
    other.close();
    for (ProcessPool each : List.of(pool, view, other)) {
      assertThatThrownBy(() -> each.applyAsync(Tasks::square, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("pool is closed");
    }
    assertThat(view.join(Duration.ofSeconds(60))).isTrue();
    assertThat(pending.isDone()).as("what the pool was given before").isTrue();
    assertThat(pool.asExecutorService().isTerminated()).isTrue();
  }

  @Test
  void terminatingAViewTerminatesThePool() throws Exception {
    AsyncResult<Long> pending = pool.applyAsync(Tasks::sleepForever);
    pool.withRetries(1).terminate();
    pool.join();
    assertThat(pending.isCancelled()).isTrue();
  }

  @Test
  void aViewCostsNothingWhenItIsMade() {
    int threads = Thread.activeCount();
    ProcessPool view = pool;
    for (int i = 0; i < 1_000_000; i++) {
      view = view.withTimeout(LONG).withRetries(i % 3).withProgress((done, total) -> {});
    }
    assertThat(Thread.activeCount()).isLessThan(threads + 10);
    assertThat(view.workerPids()).isEqualTo(pool.workerPids());
  }

  @Test
  void badValuesAreRefusedAtTheCall() {
    for (Duration bad : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
      assertThatThrownBy(() -> pool.withTimeout(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("timeout=" + bad);
    }
    for (int bad : new int[] {-1, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> pool.withRetries(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("retries=" + bad);
    }
    assertThatThrownBy(() -> pool.withTimeout(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> pool.withProgress(null)).hasMessage("listener");
  }

  @Test
  void extremeLimitsAreTaken() throws Exception {
    ProcessPool view =
        pool.withTimeout(Duration.ofSeconds(Long.MAX_VALUE)).withRetries(Integer.MAX_VALUE);
    assertThat(view.map(Tasks::square, IntStream.range(0, 9).boxed().toList())).hasSize(9);
    timesOut(
        Duration.ofNanos(1),
        () -> view.withTimeout(Duration.ofNanos(1)).apply(Tasks::sleepForever));
  }
}
