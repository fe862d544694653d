package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Contract: a pool that nobody refers to lets its workers go, but finishes first what is pending.
 * Conformance line 26: a live iterator keeps its pool alive.
 */
@Timeout(180)
class AbandonedPoolTest {
  private static ConditionFactory withCollections() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
  }

  private static boolean allGone(List<Long> pids) {
    System.gc();
    return pids.stream().noneMatch(Programs::runs);
  }

  private static List<Long> useAndDrop() throws Exception {
    ProcessPool pool = new ProcessPool(2);
    pool.map(Tasks::square, List.of(1, 2), 1);
    return pool.workerPids();
  }

  @Test
  void itsIdleWorkersLeave() throws Exception {
    List<Long> pids = useAndDrop();
    assertThat(pids).hasSize(2);
    withCollections().until(() -> allGone(pids));
  }

  private static List<Long> dropUnused() {
    return new ProcessPool(2).workerPids();
  }

  @Test
  void itsWorkersLeaveEvenIfItWasNeverUsed() {
    List<Long> pids = dropUnused();
    withCollections().until(() -> allGone(pids));
  }

  private static List<AsyncResult<Integer>> submitAndDrop(List<Long> pids) {
    ProcessPool pool = new ProcessPool(2);
    pids.addAll(pool.workerPids());
    return IntStream.range(0, 30)
        .mapToObj(i -> pool.applyAsync(x -> Tasks.interval(20).length + x, i))
        .toList();
  }

  @Test
  void whatIsPendingIsFinishedFirst() throws Exception {
    List<Long> pids = new ArrayList<>();
    List<AsyncResult<Integer>> results = submitAndDrop(pids);
    for (int i = 0; i < 30; i++) {
      System.gc();
      assertThat(results.get(i).get(Duration.ofSeconds(60))).isEqualTo(i + 3);
    }
    withCollections().until(() -> allGone(pids));
  }

  private static ResultIterator<Integer> iterateAndDrop(List<Long> pids) {
    ProcessPool pool = new ProcessPool(2);
    pids.addAll(pool.workerPids());
    return pool.imap(Tasks::square, IntStream.range(0, 60).boxed().toList());
  }

  @Test
  void aLiveIteratorKeepsItsPoolAlive() throws Exception {
    List<Long> pids = new ArrayList<>();
    ResultIterator<Integer> results = iterateAndDrop(pids);
    for (int i = 0; i < 60; i++) {
      if (i % 10 == 0) {
        System.gc();
        Thread.sleep(20); // so that a cleaner that wrongly closes the pool has its chance
      }
      assertThat(results.next(Duration.ofSeconds(60))).isEqualTo(i * i);
    }
    results = null;
    withCollections().until(() -> allGone(pids));
  }

  private static PoolExecutor executorOnly() {
    return new ProcessPool(1).asExecutorService();
  }

  @Test
  void anExecutorKeepsItsPoolAlive() throws Exception {
    PoolExecutor executor = executorOnly();
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(20); // as above
      int k = i;
      assertThat(executor.submit(() -> k + 1).get(Duration.ofSeconds(60))).isEqualTo(i + 1);
    }
    executor.close();
  }

  private static ProcessPool viewOnly() {
    return new ProcessPool(1).withTimeout(Duration.ofHours(1)).withRetries(1);
  }

  @Test
  void aViewOfAViewKeepsItsPoolAlive() throws Exception {
    ProcessPool view = viewOnly();
    List<Long> pids = view.workerPids();
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(20); // as above
      assertThat(view.applyAsync(Tasks::square, i).get(Duration.ofSeconds(60))).isEqualTo(i * i);
    }
    view = null;
    withCollections().until(() -> allGone(pids));
  }

  @Test
  void thePoolIsKeptThoughItsViewsAreDropped() throws Exception {
    ProcessPool pool = new ProcessPool(1);
    for (int i = 0; i < 5; i++) {
      assertThat(pool.withRetries(i).apply(Tasks::square, 2)).isEqualTo(4);
      System.gc();
      Thread.sleep(20); // as above
      assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
    }
    pool.close();
  }

  private static AsyncResult<List<Integer>> watchAndDrop(List<Long> pids) {
    ProcessPool view = new ProcessPool(1).withProgress((done, total) -> {});
    pids.addAll(view.workerPids());
    return view.mapAsync(x -> Tasks.interval(20).length, List.of(1, 2, 3), 1);
  }

  @Test
  void whatIsPendingThroughAWatchedViewIsFinishedFirst() throws Exception {
    List<Long> pids = new ArrayList<>();
    AsyncResult<List<Integer>> result = watchAndDrop(pids);
    System.gc();
    assertThat(result.get(Duration.ofSeconds(60))).hasSize(3);
    withCollections().until(() -> allGone(pids));
  }

  @Test
  void aPoolInUseIsNeverTakenForAbandoned() throws Exception {
    for (int round = 0; round < 3; round++) {
      ProcessPool last = new ProcessPool(1);
      AsyncResult<Integer> result = last.applyAsync(x -> Tasks.interval(100).length + x, round);
      System.gc();
      assertThat(result.get(Duration.ofSeconds(60))).isEqualTo(round + 3);
      last.close();
      last.join();
    }
  }
}
