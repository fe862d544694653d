package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Contract: a pool inside a task is allowed, and dies with its worker. */
@Timeout(180)
class NestedPoolTest {
  private final ProcessPool pool = new ProcessPool(1);
  private static ProcessPool inner;

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  static List<Integer> squaresOfAnInnerPool(int upTo) throws Exception {
    ProcessPool here = new ProcessPool(2);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < upTo; i++) {
      numbers.add(i);
    }
    List<Integer> squares = here.map(Tasks::square, numbers);
    here.runAsync(() -> System.out.println("from within")).get();
    here.close();
    here.join();
    return squares;
  }

  @Test
  void itWorksAndItsOutputComesOut() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      assertThat(pool.apply(NestedPoolTest::squaresOfAnInnerPool, 4)).containsExactly(0, 1, 4, 9);
      assertThat(captor.out().trim()).isEqualTo("from within");
    }
  }

  static List<Long> leaveSpinning() throws Exception {
    inner = new ProcessPool(2);
    AsyncResult<Integer> first = inner.applyAsync(Tasks::spin, 1);
    AsyncResult<Integer> second = inner.applyAsync(Tasks::spin, 1);
    while (first.workerPid().isEmpty() || second.workerPid().isEmpty()) {
      Thread.onSpinWait();
    }
    return inner.workerPids();
  }

  private static void areGoneSoon(List<Long> pids) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> pids.stream().noneMatch(Programs::runs));
  }

  @Test
  void itDiesWithAKilledWorker() throws Exception {
    List<Long> grandchildren = pool.apply(NestedPoolTest::leaveSpinning);
    assertThat(grandchildren).hasSize(2).allMatch(Programs::runs);
    ProcessHandle.of(pool.workerPids().get(0)).orElseThrow().destroyForcibly();
    areGoneSoon(grandchildren);
  }

  @Test
  void itDiesWithATerminatedPool() throws Exception {
    List<Long> grandchildren = pool.apply(NestedPoolTest::leaveSpinning);
    pool.terminate();
    pool.join();
    areGoneSoon(grandchildren);
  }

  @Test
  void itDiesWithAClosedPool() throws Exception {
    List<Long> grandchildren = pool.apply(NestedPoolTest::leaveSpinning);
    pool.close();
    pool.join();
    areGoneSoon(grandchildren);
  }
}
