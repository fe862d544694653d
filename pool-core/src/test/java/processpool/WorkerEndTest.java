package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code WorkerEvent.end()} tells why a worker ended, as the figures count it. */
@Timeout(120)
class WorkerEndTest {
  /** Why workers ended, in that order; and what was said of them before. */
  private static final class Ends implements PoolListener {
    final List<WorkerEnd> ends = new CopyOnWriteArrayList<>();
    final List<Optional<WorkerEnd>> before = new CopyOnWriteArrayList<>();
    final List<String> texts = new CopyOnWriteArrayList<>();

    @Override
    public void workerStarted(WorkerEvent worker) {
      before.add(worker.end());
    }

    @Override
    public void workerEnded(WorkerEvent worker, int exitCode) {
      ends.add(worker.end().orElseThrow());
      texts.add(worker.toString());
    }
  }

  private final Ends ends = new Ends();

  private void waitFor(WorkerEnd... expected) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(ends.ends).containsExactly(expected));
    assertThat(ends.before).containsOnly(Optional.empty());
  }

  static int die() {
    Runtime.getRuntime().halt(3);
    return 1;
  }

  static int sleep() throws InterruptedException {
    TimeUnit.HOURS.sleep(1);
    return 1;
  }

  @Test
  void ofItself() throws Exception {
    ProcessPool pool = ProcessPool.builder().processes(1).listener(ends).build();
    assertThatThrownBy(() -> pool.apply(WorkerEndTest::die)).isInstanceOf(ExecutionException.class);
    waitFor(WorkerEnd.DIED);
    assertThat(ends.texts.get(0)).contains("end=DIED");
    assertThat(pool.stats().deaths()).isEqualTo(1);
    pool.close();
    pool.join();
    waitFor(WorkerEnd.DIED, WorkerEnd.POOL_ENDED);
  }

  @Test
  void killedForItsTask() throws Exception {
    ProcessPool pool = ProcessPool.builder().processes(1).listener(ends).build();
    assertThatThrownBy(() -> pool.withTimeout(Duration.ofMillis(50)).apply(WorkerEndTest::sleep))
        .isInstanceOf(ExecutionException.class);
    waitFor(WorkerEnd.DIED);
    assertThat(pool.stats().deaths()).isEqualTo(1);
    pool.terminate();
    pool.join();
  }

  @Test
  void whenItHasDoneItsShare() throws Exception {
    ProcessPool pool =
        ProcessPool.builder().processes(1).maxTasksPerChild(1).listener(ends).build();
    pool.apply(Tasks::square, 1);
    waitFor(WorkerEnd.RETIRED);
    assertThat(pool.stats().retirements()).isEqualTo(1);
    assertThat(pool.stats().deaths()).isZero();
    pool.close();
    pool.join();
  }

  @Test
  void whenThereAreToBeFewer() throws Exception {
    ProcessPool pool = ProcessPool.builder().processes(2).listener(ends).build();
    pool.map(Tasks::square, List.of(1, 2, 3, 4), 1);
    pool.resize(1);
    waitFor(WorkerEnd.SURPLUS);
    pool.close();
    pool.join();
    waitFor(WorkerEnd.SURPLUS, WorkerEnd.POOL_ENDED);
  }

  @Test
  void withItsPoolThoughItIsKilledThen() throws Exception {
    ProcessPool pool = ProcessPool.builder().processes(2).listener(ends).build();
    AsyncResult<Integer> long1 = pool.applyAsync(WorkerEndTest::sleep);
    await().until(() -> long1.workerPid().isPresent());
    pool.terminate();
    pool.join();
    waitFor(WorkerEnd.POOL_ENDED, WorkerEnd.POOL_ENDED);
    assertThat(pool.stats().deaths()).isZero();
  }
}
