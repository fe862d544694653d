package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code maxMemoryPerChild}: a worker above it when a task ends is replaced, as a retirement; never
 * in the middle of a task; never reported as a death.
 */
@Timeout(180)
class MaxMemoryTest {
  private static final long MB = 1 << 20;
  static final List<byte[]> LEAKED = new ArrayList<>();

  private ProcessPool pool;

  @AfterEach
  void end() throws InterruptedException {
    if (pool != null) {
      pool.terminate();
      pool.join();
    }
  }

  static long leak(int megabytes) {
    for (int i = 0; i < megabytes; i++) {
      byte[] one = new byte[1 << 20];
      java.util.Arrays.fill(one, (byte) 1);
      LEAKED.add(one);
    }
    return Tasks.pid();
  }

  private static ProcessPool.Builder builder() {
    return ProcessPool.builder().processes(1).jvmOptions("-Xmx1g").maxMemoryPerChild(400 * MB);
  }

  @Test
  void aWorkerAboveItWhenATaskEndsIsReplaced() throws Exception {
    List<Integer> exits = new CopyOnWriteArrayList<>();
    PoolListener listener =
        new PoolListener() {
          @Override
          public void workerEnded(WorkerEvent worker, int exitCode) {
            exits.add(exitCode);
          }
        };
    pool = builder().listener(listener).build();
    long first = pool.apply(Tasks::pid);
    assertThat(pool.apply(MaxMemoryTest::leak, 1)).isEqualTo(first);
    assertThat(pool.apply(MaxMemoryTest::leak, 500)).as("not in mid-task").isEqualTo(first);
    assertThat(pool.apply(Tasks::pid)).isNotEqualTo(first);
    assertThat(pool.apply(() -> LEAKED.size())).isZero();
    await().until(() -> !exits.isEmpty());
    assertThat(exits).as("a retirement").containsExactly(0);
  }

  @Test
  void whatWaitsBehindRunsElsewhere() throws Exception {
    pool = builder().build();
    try (PathLog log = new PathLog()) {
      if (PathLog.sharedMemoryExpected()) {
        log.settle(pool); // where tiny tasks would be handed ahead
      }
      AsyncResult<Long> large = pool.applyAsync(MaxMemoryTest::leak, 500);
      List<AsyncResult<Long>> behind = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        behind.add(pool.applyAsync(Tasks::pid));
      }
      long worn = large.get(Duration.ofSeconds(100));
      Set<Long> pids = new HashSet<>();
      for (AsyncResult<Long> one : behind) {
        pids.add(one.get(Duration.ofSeconds(100)));
      }
      assertThat(pids).hasSize(1).doesNotContain(worn);
    }
  }

  @Test
  void aMapLosesNothingByIt() throws Exception {
    pool = builder().processes(2).maxMemoryPerChild(MB).build(); // less than any JVM has
    List<Integer> numbers = IntStream.range(0, 8).boxed().toList();
    assertThat(pool.map(Tasks::square, numbers, 2))
        .isEqualTo(numbers.stream().map(x -> x * x).toList());
  }

  @Test
  void thoseBelowItStay() throws Exception {
    pool = builder().maxMemoryPerChild(Long.MAX_VALUE).build();
    Set<Long> pids = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      pids.add(pool.apply(MaxMemoryTest::leak, 1));
    }
    assertThat(pids).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void belowOneIsRefused(long bytes) {
    assertThatThrownBy(() -> ProcessPool.builder().maxMemoryPerChild(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be at least 1: maxMemoryPerChild=" + bytes);
  }
}
