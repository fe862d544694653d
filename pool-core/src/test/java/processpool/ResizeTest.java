package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract, second edition: "void resize(int processes): more are started at once; of fewer, idle
 * ones leave first, busy ones when their task ends".
 */
@Timeout(120)
class ResizeTest {
  @TempDir Path folder;

  private ProcessPool pool;

  @AfterEach
  void end() {
    if (pool != null) {
      pool.terminate();
    }
  }

  /** Runs until somebody makes a file of its name. */
  private static long untilToldTo(String file) throws InterruptedException {
    while (!Files.exists(Path.of(file))) {
      Thread.sleep(5);
    }
    return Tasks.pid();
  }

  private AsyncResult<Long> busy(String name) {
    return pool.applyAsync(ResizeTest::untilToldTo, folder.resolve(name).toString());
  }

  private void tell(String name) throws Exception {
    Files.createFile(folder.resolve(name));
  }

  @Test
  void moreAreStartedAtOnce() throws Exception {
    pool = new ProcessPool(1);
    for (String name : List.of("a", "b", "c")) {
      var unused = busy(name);
    }
    await().until(() -> pool.stats().busy() == 1);
    pool.resize(3);
    assertThat(pool.stats().processes()).isEqualTo(3);
    assertThat(pool.stats().workers()).hasSize(3);
    await().until(() -> pool.stats().busy() == 3);
    assertThat(pool.stats().workers())
        .extracting(WorkerStats::index)
        .containsExactlyInAnyOrder(0, 1, 2);
    assertThat(pool.toString()).contains("processes=3");
  }

  @Test
  void ofFewerIdleOnesLeaveFirst() throws Exception {
    pool = new ProcessPool(3);
    List<Long> pids = pool.workerPids();
    await().until(() -> pool.stats().idle() == 3);
    AsyncResult<Long> running = busy("a");
    await().until(() -> running.workerPid().isPresent());
    pool.resize(1);
    assertThat(pool.workerPids()).containsExactly(running.workerPid().getAsLong());
    await()
        .until(() -> pids.stream().filter(pid -> ProcessHandle.of(pid).isPresent()).count() == 1);
    tell("a");
    assertThat(running.get()).isEqualTo(pool.apply(Tasks::pid));
    assertThat(pool.stats().deaths()).isZero();
    assertThat(pool.stats().retirements()).isZero();
  }

  @Test
  void busyOnesLeaveWhenTheirTaskEndsAndOthersRunWhatWaits() throws Exception {
    pool = new ProcessPool(2);
    AsyncResult<Long> first = busy("first");
    AsyncResult<Long> second = busy("second");
    await().until(() -> pool.stats().busy() == 2);
    pool.resize(1);
    AsyncResult<Long> waiting = pool.applyAsync(Tasks::pid);
    assertThat(pool.stats().workers()).hasSize(2);
    tell("second");
    long left = second.get();
    await().until(() -> pool.stats().workers().size() == 1);
    await().until(() -> ProcessHandle.of(left).isEmpty());
    assertThat(waiting.isDone()).isFalse();
    tell("first");
    assertThat(waiting.get()).isEqualTo(first.get());
  }

  @Test
  void aPoolThatStillStartsCanBeResized() throws Exception {
    pool = new ProcessPool(3);
    pool.resize(1);
    pool.resize(4);
    assertThat(pool.map(Tasks::square, List.of(1, 2, 3, 4, 5), 1)).containsExactly(1, 4, 9, 16, 25);
    await().until(() -> pool.stats().idle() == 4);
    assertThat(pool.stats().workers())
        .extracting(WorkerStats::index)
        .containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(pool.stats().deaths()).isZero();
  }

  @Test
  void itMayBeResizedWhileWorkersDieAndRetireAndEachCallHasItsOutcome() throws Exception {
    pool = ProcessPool.builder().processes(2).maxTasksPerChild(3).build();
    SplittableRandom random = new SplittableRandom(4);
    List<AsyncResult<Integer>> results = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      results.add(pool.applyAsync(x -> x % 10 == 9 ? Tasks.halt(1) : x, i));
      if (i % 5 == 0) {
        pool.resize(1 + random.nextInt(4));
      }
    }
    pool.resize(2);
    for (int i = 0; i < 60; i++) {
      AsyncResult<Integer> result = results.get(i);
      if (i % 10 == 9) {
        assertThatThrownBy(() -> result.get(Duration.ofSeconds(60)))
            .hasCauseInstanceOf(WorkerDiedException.class);
      } else {
        assertThat(result.get(Duration.ofSeconds(60))).isEqualTo(i);
      }
    }
    PoolStats stats = pool.stats();
    assertThat(List.of(stats.succeeded(), stats.failed(), stats.deaths()))
        .containsExactly(54L, 6L, 6L);
    await().until(() -> pool.stats().idle() == 2 && pool.stats().workers().size() == 2);
  }

  @Test
  void shortTasksGoOnWhileItShrinksAndGrows() throws Exception {
    pool = new ProcessPool(2);
    List<Integer> arguments = IntStream.range(0, 20_000).boxed().toList();
    for (int size : List.of(1, 3, 1, 2)) {
      AsyncResult<List<Integer>> result = pool.mapAsync(x -> x + 1, arguments, 1);
      pool.resize(size);
      assertThat(result.get(Duration.ofSeconds(60))).hasSize(20_000);
      await().until(() -> pool.stats().workers().size() == size);
    }
    assertThat(pool.stats().succeeded()).isEqualTo(80_000);
  }

  @Test
  void whoStartsLaterHasTheHeapOfOneAmongSoMany() throws Exception {
    pool = new ProcessPool(1);
    pool.resize(5);
    await().until(() -> pool.stats().idle() == 5);
    pool.resize(4);
    Set<String> shares = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      shares.add(
          pool.apply(
              () ->
                  ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                      .filter(option -> option.startsWith("-XX:MaxRAMPercentage="))
                      .findFirst()
                      .orElse("")));
    }
    assertThat(shares).isSubsetOf("-XX:MaxRAMPercentage=25.0000", "-XX:MaxRAMPercentage=15.0000");
  }

  @Test
  void belowOneIsRefused() {
    pool = new ProcessPool(1);
    assertThatThrownBy(() -> pool.resize(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be at least 1: processes=0");
    assertThat(pool.stats().processes()).isEqualTo(1);
  }

  @Test
  void aClosedPoolIsNotResized() throws Exception {
    pool = new ProcessPool(1);
    pool.close();
    assertThatThrownBy(() -> pool.resize(2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("pool is closed");
    pool.terminate();
    assertThatThrownBy(() -> pool.resize(2)).hasMessage("pool is closed");
    pool.join();
  }

  @Test
  void aBrokenPoolStaysBroken() {
    pool = ProcessPool.builder().processes(1).jvmOptions("-XX:NoSuchOption").build();
    assertThatThrownBy(() -> pool.apply(Tasks::square, 1)).isInstanceOf(ExecutionException.class);
    pool.resize(2);
    assertThatThrownBy(() -> pool.apply(Tasks::square, 1))
        .hasCauseInstanceOf(BrokenPoolException.class);
    assertThat(pool.stats().workers()).isEmpty();
  }
}
