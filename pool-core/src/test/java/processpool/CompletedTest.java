package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: AsyncResult of a map has completed() and size(); of a single task 0 or 1 of 1.
 * Completed are calls that have ended, well or not; cancelled ones have not.
 */
@Timeout(120)
class CompletedTest {
  private final ProcessPool pool = new ProcessPool(2);

  @TempDir private Path folder;

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  /** Waits until a file of its number is there. */
  static int waitFor(String folder, int number) throws InterruptedException {
    while (!Files.exists(Path.of(folder, "" + number))) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return number;
  }

  private void release(int number) throws Exception {
    Files.createFile(folder.resolve("" + number));
  }

  private AsyncResult<List<Integer>> gated(int calls, int chunkSize) {
    String in = folder.toString();
    return pool.mapAsync(
        x -> waitFor(in, x), IntStream.range(0, calls).boxed().toList(), chunkSize);
  }

  @Test
  void ofASingleTaskNoneOrOneOfOne() throws Exception {
    String in = folder.toString();
    AsyncResult<Integer> result = pool.applyAsync(CompletedTest::waitFor, in, 0);
    assertThat(result.size()).isEqualTo(1);
    assertThat(result.completed()).isZero();
    release(0);
    result.get();
    assertThat(result.completed()).isEqualTo(1);
    AsyncResult<Object> failed = pool.applyAsync(() -> Tasks.sneakyThrow(new Exception("no")));
    assertThatThrownBy(failed::get).isInstanceOf(ExecutionException.class);
    assertThat(failed.completed()).isEqualTo(1);
    AsyncResult<Object> dead = pool.applyAsync(() -> Tasks.halt(3));
    assertThatThrownBy(dead::get).isInstanceOf(ExecutionException.class);
    assertThat(dead.completed()).isEqualTo(1);
  }

  @Test
  void ofAMapItGrowsWithItsChunks() throws Exception {
    AsyncResult<List<Integer>> map = gated(6, 1);
    assertThat(map.size()).isEqualTo(6);
    assertThat(map.completed()).isZero();
    for (int i = 0; i < 6; i++) {
      release(i);
      int until = i + 1;
      await().until(() -> map.completed() == until);
    }
    assertThat(map.get()).hasSize(6);
    assertThat(map.completed()).isEqualTo(6);
  }

  @Test
  void ofAStarmapAndAnEmptyMap() throws Exception {
    var pairs = List.of(Map.entry(1, 2), Map.entry(3, 4));
    AsyncResult<List<Integer>> starmap = pool.starmapAsync(Math::floorMod, pairs);
    starmap.get();
    assertThat(starmap.completed()).isEqualTo(2).isEqualTo(starmap.size());
    AsyncResult<List<Integer>> empty = pool.mapAsync(Tasks::square, List.of());
    assertThat(empty.completed()).isZero();
    assertThat(empty.size()).isZero();
  }

  @Test
  void callsThatFailedHaveEnded() throws Exception {
    AsyncResult<List<Integer>> map = pool.mapAsync(x -> 6 / x, List.of(0, 1, 2, 0, 3), 2);
    assertThatThrownBy(map::get).hasCauseInstanceOf(ArithmeticException.class);
    assertThat(map.completed()).isEqualTo(5);
    AsyncResult<List<Integer>> deaths = pool.mapAsync(ViewsTest::haltIfZero, List.of(0, 1, 0), 3);
    assertThatThrownBy(deaths::get).hasCauseInstanceOf(WorkerDiedException.class);
    assertThat(deaths.completed()).isEqualTo(3);
  }

  @Test
  void callsThatWereCancelledHaveNot() throws Exception {
    AsyncResult<List<Integer>> map = gated(8, 2);
    for (int i = 0; i < 4; i++) {
      release(i);
    }
    await().until(() -> map.completed() == 4);
    assertThat(map.cancel(true)).isTrue();
    assertThat(map.completed()).isEqualTo(4);
    assertThat(map.size()).isEqualTo(8);
    AsyncResult<Long> single = pool.applyAsync(Tasks::sleepForever);
    single.cancel(true);
    assertThat(single.completed()).isZero();
  }

  @Test
  void itNeverFallsWhileItIsAsked() throws Exception {
    AsyncResult<List<Integer>> map =
        pool.mapAsync(Tasks::square, IntStream.range(0, 20_000).boxed().toList(), 7);
    int before = 0;
    while (!map.isDone()) {
      int now = map.completed();
      assertThat(now).isBetween(before, 20_000);
      before = now;
    }
    assertThat(map.completed()).isEqualTo(20_000);
  }
}
