package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** maxTasksPerChild, taskTimeout and retries. */
@Timeout(60)
class LimitsTest {
  private final List<Integer> numbers = IntStream.range(0, 40).boxed().toList();
  private ProcessPool pool = new ProcessPool(1);

  private ProcessPool use(ProcessPool.Builder builder) {
    pool.terminate();
    pool = builder.build();
    return pool;
  }

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  @Test
  void aWorkerIsRenewedAfterItsTasks() throws Exception {
    use(ProcessPool.builder().processes(2).maxTasksPerChild(10));
    List<Long> pids = pool.map(x -> Tasks.pid(), numbers, 1);
    assertThat(new HashSet<>(pids)).hasSizeBetween(4, 6);
    for (Long pid : new HashSet<>(pids)) {
      assertThat(pids.stream().filter(pid::equals).count()).isLessThanOrEqualTo(10);
    }
  }

  @Test
  void aChunkCountsAsOneTask() throws Exception {
    use(ProcessPool.builder().processes(1).maxTasksPerChild(1));
    assertThat(new HashSet<>(pool.map(x -> Tasks.pid(), numbers, 10))).hasSize(4);
  }

  @Test
  void renewalAfterEachTaskLosesNothingWhenThePoolIsClosedWithWorkQueued() throws Exception {
    use(ProcessPool.builder().processes(2).maxTasksPerChild(1));
    AsyncResult<List<Integer>> results = pool.mapAsync(Tasks::square, numbers, 2);
    AsyncResult<byte[]> large = pool.applyAsync(x -> new byte[x], 3_000_000);
    pool.close();
    pool.join();
    assertThat(results.get()).isEqualTo(numbers.stream().map(x -> x * x).toList());
    assertThat(large.get()).as("a planned end is no death").hasSize(3_000_000);
  }

  @Test
  void aTaskOverItsTimeFailsAndItsWorkerIsReplaced() throws Exception {
    use(ProcessPool.builder().processes(1).taskTimeout(Duration.ofMillis(1500)));
    AsyncResult<Long> sleeping = pool.applyAsync(Tasks::sleepForever);
    AsyncResult<Integer> next = pool.applyAsync(Tasks::square, 3);
    assertThatThrownBy(sleeping::get)
        .cause()
        .isInstanceOfSatisfying(
            TaskTimeoutException.class,
            late -> {
              assertThat(late.timeout()).isEqualTo(Duration.ofMillis(1500));
              assertThat(late.pid()).isEqualTo(sleeping.workerPid().orElseThrow());
            });
    assertThat(next.get()).isEqualTo(9);
  }

  @Test
  void aTaskThatSpinsDoesNotSurviveItsTime() throws Exception {
    use(ProcessPool.builder().processes(1).taskTimeout(Duration.ofMillis(1500)));
    assertThatThrownBy(() -> pool.apply(Tasks::spin, 1))
        .hasCauseInstanceOf(TaskTimeoutException.class);
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signal stops a process there")
  void aStoppedWorkerDoesNotSurviveItsTime() throws Exception {
    use(ProcessPool.builder().processes(1).taskTimeout(Duration.ofMillis(1500)));
    long pid = pool.apply(Tasks::pid);
    Signals.stop(pid);
    assertThatThrownBy(() -> pool.apply(Tasks::square, 2))
        .hasCauseInstanceOf(TaskTimeoutException.class);
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
  }

  @Test
  void inAMapTheTimeCountsForEachCall() throws Exception {
    use(ProcessPool.builder().processes(1).taskTimeout(Duration.ofSeconds(1)));
    assertThat(pool.map(x -> Tasks.interval(400).length, List.of(1, 2, 3, 4), 4)).hasSize(4);
  }

  @Test
  void aTimeThatRunsOutAsTheResultArrivesGivesOneOutcomeAndTheNextTaskRuns() throws Exception {
    use(ProcessPool.builder().processes(2).taskTimeout(Duration.ofMillis(100)));
    int late = 0;
    for (int i = 0; i < 40; i++) {
      AsyncResult<long[]> near = pool.applyAsync(Tasks::interval, 95 + i % 8);
      AsyncResult<Integer> quick = pool.applyAsync(Tasks::square, i);
      assertThat(near.await(Duration.ofSeconds(20))).isTrue();
      if (!near.successful()) {
        late++;
        assertThatThrownBy(near::get).hasCauseInstanceOf(TaskTimeoutException.class);
      }
      assertThat(quick.await(Duration.ofSeconds(20))).isTrue();
      if (quick.successful()) { // a busy machine may need the 100 ms for this one too
        assertThat(quick.get()).isEqualTo(i * i);
      } else {
        assertThatThrownBy(quick::get).hasCauseInstanceOf(TaskTimeoutException.class);
      }
    }
    assertThat(late).isPositive();
  }

  static int dieTwice(String folder) throws Exception {
    for (int i = 1; i <= 2; i++) {
      Path mark = Path.of(folder, "death" + i);
      if (!Files.exists(mark)) {
        Files.createFile(mark);
        Runtime.getRuntime().halt(1);
      }
    }
    return 3;
  }

  static int throwAndCount(String folder) throws Exception {
    Files.createTempFile(Path.of(folder), "call", null);
    throw new IllegalStateException("thrown");
  }

  @Test
  void aTaskWhoseWorkerDiedIsTriedAgain(@TempDir Path folder) throws Exception {
    use(ProcessPool.builder().processes(2).retries(2));
    assertThat(pool.apply(LimitsTest::dieTwice, folder.toString())).isEqualTo(3);
    assertThatThrownBy(() -> pool.apply(() -> Tasks.halt(5)))
        .hasCauseInstanceOf(WorkerDiedException.class);
  }

  @Test
  void aTaskThatThrewIsNotTriedAgain(@TempDir Path folder) throws Exception {
    use(ProcessPool.builder().processes(1).retries(5));
    assertThatThrownBy(() -> pool.apply(LimitsTest::throwAndCount, folder.toString()))
        .cause()
        .hasMessage("thrown");
    try (var calls = Files.list(folder)) {
      assertThat(calls).hasSize(1);
    }
  }

  @Test
  void withoutRetriesATaskIsBegunOnce(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> pool.apply(LimitsTest::dieTwice, folder.toString()))
        .hasCauseInstanceOf(WorkerDiedException.class);
    await().until(() -> !pool.workerPids().isEmpty());
    assertThat(folder.resolve("death2")).doesNotExist();
  }

  @Test
  void badLimitsAreRefusedAtTheCall() {
    ProcessPool.Builder builder = ProcessPool.builder();
    for (int bad : new int[] {0, -1}) {
      assertThatThrownBy(() -> builder.maxTasksPerChild(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("maxTasksPerChild=" + bad);
      assertThatThrownBy(() -> builder.taskTimeout(Duration.ofSeconds(bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("taskTimeout=PT");
      assertThatThrownBy(() -> builder.processes(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("processes=" + bad);
    }
    assertThatThrownBy(() -> builder.retries(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("retries=-1");
  }
}
