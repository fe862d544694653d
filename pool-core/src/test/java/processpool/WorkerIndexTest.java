package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Inside a task, {@code Worker.index()} is 0 to n-1 (a replacement has its predecessor's), and
 * {@code Worker.isWorker()} is true.
 */
@Timeout(120)
class WorkerIndexTest {
  static int atStart = -1;
  private ProcessPool pool;

  @AfterEach
  void end() throws InterruptedException {
    if (pool != null) {
      pool.terminate();
      pool.join();
    }
  }

  static long[] indexAndPid(int x) throws InterruptedException {
    Thread.sleep(20);
    assertThat(Worker.isWorker()).isTrue();
    return new long[] {Worker.index(), Tasks.pid()};
  }

  @Test
  void countsFromZeroAndEachWorkerHasItsOwn() throws Exception {
    pool = new ProcessPool(3);
    Set<List<Long>> seen = new HashSet<>();
    while (seen.size() < 3) {
      for (long[] one : pool.map(WorkerIndexTest::indexAndPid, List.of(1, 2, 3, 4, 5, 6), 1)) {
        seen.add(List.of(one[0], one[1]));
      }
    }
    assertThat(seen).hasSize(3).extracting(one -> one.get(0)).containsExactlyInAnyOrder(0L, 1L, 2L);
  }

  @Test
  void aReplacementHasItsPredecessors() throws Exception {
    pool = new ProcessPool(2);
    AsyncResult<Long> busy = pool.applyAsync(Tasks::sleepForever);
    while (busy.workerPid().isEmpty()) {
      Thread.onSpinWait();
    }
    int other = pool.apply(Worker::index);
    assertThatThrownBy(() -> pool.apply(Tasks::halt, 1))
        .hasCauseInstanceOf(WorkerDiedException.class);
    assertThat(pool.apply(Worker::index)).isEqualTo(other);
    busy.cancel(true);
  }

  @Test
  void soHasTheSuccessorOfOneThatRetires() throws Exception {
    pool = ProcessPool.builder().processes(1).maxTasksPerChild(1).build();
    List<Integer> seen = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      seen.add(pool.apply(Worker::index));
    }
    assertThat(seen).containsOnly(0);
  }

  static void note() {
    atStart = Worker.index();
  }

  @Test
  void theInitializerKnowsItToo() throws Exception {
    pool = ProcessPool.builder().processes(1).initializer(WorkerIndexTest::note).build();
    assertThat(pool.apply(() -> atStart)).isZero();
  }

  @Test
  void thisProgramIsNone() {
    assertThat(Worker.isWorker()).isFalse();
    assertThatThrownBy(Worker::index)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this process is no worker of a pool");
  }
}
