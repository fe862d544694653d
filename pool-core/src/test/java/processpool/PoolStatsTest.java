package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.WorkerStats.State;

/** Contract, second edition: "PoolStats stats(): a snapshot, counted in calls". */
@Timeout(120)
class PoolStatsTest {
  private ProcessPool pool;

  @AfterEach
  void end() {
    pool.terminate();
  }

  private static int failAbove(int limit, int x) {
    if (x > limit) {
      throw new IllegalArgumentException("x=" + x);
    }
    return x;
  }

  private static int haltAt(int which, int x) {
    return x == which ? Tasks.halt(3) : x;
  }

  private static int sleepAt(int which, int x) throws InterruptedException {
    return x == which ? (int) Tasks.sleepForever() : x;
  }

  private void sums(long submitted, long succeeded, long failed, long cancelled) {
    PoolStats stats = pool.stats();
    assertThat(List.of(stats.submitted(), stats.succeeded(), stats.failed(), stats.cancelled()))
        .as("submitted, succeeded, failed, cancelled")
        .containsExactly(submitted, succeeded, failed, cancelled);
    assertThat(stats.waiting() + stats.busy())
        .isEqualTo(submitted - succeeded - failed - cancelled);
  }

  @Test
  void aCallIsCountedBeforeItsResultIsThere() throws Exception {
    pool = new ProcessPool(2);
    sums(0, 0, 0, 0);
    for (int i = 1; i <= 500; i++) {
      pool.apply(Tasks::square, i);
      sums(i, i, 0, 0);
      assertThat(pool.stats().busy()).isZero();
    }
  }

  @Test
  void eachArgumentOfAMapOrAnIterationIsOne() throws Exception {
    pool = new ProcessPool(2);
    pool.map(Tasks::square, IntStream.range(0, 10).boxed().toList(), 4);
    sums(10, 10, 0, 0);
    ResultIterator<Integer> results = pool.imap(Tasks::square, List.of(1, 2, 3), 2);
    for (int i = 0; i < 3; i++) {
      results.next();
    }
    sums(13, 13, 0, 0);
  }

  @Test
  void whatThrowsHasFailed() throws Exception {
    pool = new ProcessPool(2);
    List<Integer> arguments = IntStream.range(0, 100).boxed().toList();
    for (int chunkSize : List.of(1, 7, 100)) {
      PoolStats before = pool.stats();
      assertThatThrownBy(() -> pool.map(x -> failAbove(59, x), arguments, chunkSize))
          .isInstanceOf(ExecutionException.class);
      PoolStats stats = pool.stats();
      assertThat(stats.succeeded() - before.succeeded()).isEqualTo(60);
      assertThat(stats.failed() - before.failed()).isEqualTo(40);
    }
    sums(300, 180, 120, 0);
    ResultIterator<Integer> results = pool.imap(x -> failAbove(0, x), List.of(1, 0, 2, 3), 2);
    int failed = 0;
    while (results.hasNext()) {
      try {
        results.next();
      } catch (java.util.concurrent.CompletionException e) {
        failed++;
      }
    }
    assertThat(failed).isEqualTo(3);
    sums(304, 181, 123, 0);
  }

  @Test
  void whatHasNoRoomHereOrCannotTravelBackHasFailed() throws Exception {
    pool = new ProcessPool(1);
    assertThatThrownBy(() -> pool.apply(() -> new Object())).isInstanceOf(ExecutionException.class);
    sums(1, 0, 1, 0);
  }

  @Test
  void aDeathCostsTheCallsThatWereLostAndACallThatIsTriedAgainCountsOnce() throws Exception {
    pool = ProcessPool.builder().processes(1).retries(1).build();
    assertThatThrownBy(() -> pool.map(x -> haltAt(2, x), List.of(0, 1, 2, 3, 4), 5))
        .hasCauseInstanceOf(WorkerDiedException.class);
    sums(5, 4, 1, 0);
    PoolStats stats = pool.stats();
    assertThat(stats.deaths()).isEqualTo(2);
    assertThat(stats.retirements()).isZero();
  }

  @Test
  void aTimeLimitIsAFailureAndADeath() throws Exception {
    pool = ProcessPool.builder().processes(1).taskTimeout(Duration.ofMillis(300)).build();
    assertThatThrownBy(() -> pool.apply(Tasks::sleepForever))
        .hasCauseInstanceOf(TaskTimeoutException.class);
    sums(1, 0, 1, 0);
    assertThat(pool.stats().deaths()).isEqualTo(1);
    pool.apply(Tasks::square, 2);
    sums(2, 1, 1, 0);
    assertThat(pool.stats().deaths()).isEqualTo(1);
  }

  @Test
  void whatRunsAndWhatWaits() throws Exception {
    pool = new ProcessPool(2);
    List<AsyncResult<Long>> results = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      results.add(pool.applyAsync(Tasks::sleepForever));
    }
    await().until(() -> pool.stats().busy() == 2);
    PoolStats stats = pool.stats();
    assertThat(stats.waiting()).isEqualTo(3);
    assertThat(stats.idle()).isZero();
    assertThat(stats.processes()).isEqualTo(2);
    assertThat(stats.workers()).extracting(WorkerStats::state).containsOnly(State.BUSY);
    sums(5, 0, 0, 0);
    assertThat(results.get(4).cancel(false)).isTrue();
    sums(5, 0, 0, 1);
    assertThat(results.get(0).cancel(true)).isTrue();
    sums(5, 0, 0, 2);
    assertThat(pool.stats().deaths()).isEqualTo(1);
    pool.terminate();
    sums(5, 0, 0, 5);
    pool.join();
    sums(5, 0, 0, 5);
    assertThat(pool.stats().workers()).isEmpty();
    assertThat(pool.stats().deaths()).as("without those terminate ends").isEqualTo(1);
  }

  @Test
  void theCallsOfAChunkAreCountedWhileItRuns() throws Exception {
    pool = new ProcessPool(1);
    AsyncResult<List<Integer>> result =
        pool.mapAsync(x -> sleepAt(2, failAbove(4, x)), List.of(0, 5, 2, 3), 4);
    await()
        .untilAsserted(
            () -> {
              PoolStats stats = pool.stats();
              assertThat(stats.succeeded()).isEqualTo(1);
              assertThat(stats.failed()).isEqualTo(1);
              assertThat(stats.busy()).isEqualTo(1);
              assertThat(stats.waiting()).isEqualTo(1);
              assertThat(stats.workers().get(0).tasks()).isEqualTo(2);
            });
    assertThat(result.cancel(true)).isTrue();
    sums(4, 1, 1, 2);
  }

  @Test
  void sumsSurviveDeathsRetirementsAndResizing() throws Exception {
    pool = ProcessPool.builder().processes(2).maxTasksPerChild(2).build();
    for (int i = 0; i < 6; i++) {
      pool.apply(Tasks::square, i);
    }
    await().until(() -> pool.stats().retirements() >= 2);
    assertThat(pool.stats().deaths()).isZero();
    assertThatThrownBy(() -> pool.apply(Tasks::halt, 1)).isInstanceOf(ExecutionException.class);
    pool.resize(1);
    pool.resize(3);
    pool.map(Tasks::square, List.of(1, 2, 3), 1);
    sums(10, 9, 1, 0);
    assertThat(pool.stats().deaths()).isEqualTo(1);
    pool.close();
    pool.join();
    sums(10, 9, 1, 0);
  }

  @Test
  void aBrokenPoolFailsItsCallsAndAClosedOneTakesNone() throws Exception {
    pool = ProcessPool.builder().processes(1).jvmOptions("-XX:NoSuchOption").build();
    assertThatThrownBy(() -> pool.apply(Tasks::square, 1))
        .hasCauseInstanceOf(BrokenPoolException.class);
    assertThatThrownBy(() -> pool.apply(Tasks::square, 1))
        .hasCauseInstanceOf(BrokenPoolException.class);
    sums(2, 0, 2, 0);
    assertThat(pool.stats().deaths()).isEqualTo(1);
    pool.close();
    assertThatThrownBy(() -> pool.apply(Tasks::square, 1))
        .isInstanceOf(IllegalStateException.class);
    sums(2, 0, 2, 0);
  }

  @Test
  void theNumbersFitTogetherWhileThreadsWork() throws Exception {
    pool = new ProcessPool(2);
    AtomicBoolean over = new AtomicBoolean();
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int t = 0; t < 2; t++) {
      threads.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 200; i++) {
                  try {
                    pool.map(x -> failAbove(7, x), IntStream.range(0, 10).boxed().toList(), 3);
                  } catch (ExecutionException expected) {
                    continue;
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }
              }));
    }
    CompletableFuture<Void> looking =
        CompletableFuture.runAsync(
            () -> {
              long submitted = 0;
              while (!over.get()) {
                PoolStats stats = pool.stats();
                assertThat(stats.submitted()).isGreaterThanOrEqualTo(submitted);
                submitted = stats.submitted();
                long ended = stats.succeeded() + stats.failed() + stats.cancelled();
                assertThat(ended + stats.waiting() + stats.busy()).isEqualTo(submitted);
                assertThat(stats.waiting()).isNotNegative();
                assertThat(stats.busy()).isBetween(0, 2);
              }
            });
    for (CompletableFuture<Void> thread : threads) {
      thread.get();
    }
    over.set(true);
    looking.get();
    sums(4000, 3200, 800, 0);
    assertThat(pool.stats().workers().stream().mapToLong(WorkerStats::tasks).sum()).isEqualTo(4000);
  }

  @Test
  void aWorkersOwnNumbers() throws Exception {
    Instant before = Instant.now();
    pool = new ProcessPool(2);
    assertThat(pool.stats().workers())
        .hasSize(2)
        .allMatch(w -> w.state() == State.STARTING || w.state() == State.IDLE);
    List<Long> pids = pool.workerPids();
    await().until(() -> pool.stats().idle() == 2);
    assertThat(pool.stats().workers()).extracting(WorkerStats::pid).containsExactlyElementsOf(pids);
    assertThat(pool.stats().workers()).extracting(WorkerStats::index).containsExactly(0, 1);
    AsyncResult<long[]> result = pool.applyAsync(Tasks::interval, 200);
    result.get();
    WorkerStats worker =
        pool.stats().workers().stream().filter(w -> w.tasks() == 1).findFirst().orElseThrow();
    assertThat(worker.pid()).isEqualTo(result.workerPid().getAsLong());
    assertThat(worker.node()).isEmpty();
    assertThat(worker.startedAt()).isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
    assertThat(worker.busyTime()).isGreaterThanOrEqualTo(Duration.ofMillis(199));
    assertThat(worker.idleTime()).isGreaterThanOrEqualTo(Duration.ZERO);
    assertThat(worker.toString()).startsWith("WorkerStats[index=").doesNotContain("\n");
    assertThat(pool.stats().toString())
        .startsWith("PoolStats[name=")
        .contains("processes=2", "succeeded=1", "workers=2")
        .doesNotContain("\n");
  }

  @Test
  void howMuchMemoryAWorkerHas() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/status")));
    pool = new ProcessPool(1);
    pool.apply(Tasks::square, 1);
    assertThat(pool.stats().workers().get(0).residentBytes()).isBetween(1L << 20, 1L << 40);
  }

  @Test
  void aSuccessorHasTheNumberOfItsPredecessor() throws Exception {
    pool = new ProcessPool(3);
    await().until(() -> pool.stats().idle() == 3);
    WorkerStats second = pool.stats().workers().get(1);
    ProcessHandle.of(second.pid()).orElseThrow().destroyForcibly();
    await().until(() -> pool.stats().deaths() == 1 && pool.stats().idle() == 3);
    assertThat(pool.stats().workers())
        .filteredOn(worker -> worker.index() == 1)
        .singleElement()
        .extracting(WorkerStats::pid)
        .isNotEqualTo(second.pid());
    assertThat(pool.stats().workers())
        .extracting(WorkerStats::index)
        .containsExactlyInAnyOrder(0, 1, 2);
  }
}
