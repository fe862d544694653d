package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What pools and results say of themselves, in one line. */
@Timeout(60)
class StateInTextTest {
  private ProcessPool pool;

  @AfterEach
  void end() {
    pool.terminate();
  }

  private static int fail(int x) {
    throw new IllegalStateException("first line\nsecond line");
  }

  @Test
  void aPoolSaysItsNameAndWhatItDoes() throws Exception {
    pool = ProcessPool.builder().name("p").processes(1).build();
    assertThat(pool)
        .hasToString("ProcessPool[name=p, processes=1, state=running, waiting=0, running=0]");
    for (int i = 0; i < 3; i++) {
      var unused = pool.applyAsync(Tasks::sleepForever);
    }
    await().until(() -> pool.stats().busy() == 1);
    assertThat(pool)
        .hasToString("ProcessPool[name=p, processes=1, state=running, waiting=2, running=1]");
    pool.close();
    assertThat(pool)
        .hasToString("ProcessPool[name=p, processes=1, state=closed, waiting=2, running=1]");
    pool.terminate();
    pool.join();
    assertThat(pool)
        .hasToString("ProcessPool[name=p, processes=1, state=terminated, waiting=0, running=0]");
  }

  @Test
  void aBrokenPoolSaysSo() throws Exception {
    pool = ProcessPool.builder().processes(1).jvmOptions("-XX:NoSuchOption").build();
    assertThat(pool.applyAsync(Tasks::square, 1).await(Duration.ofSeconds(30))).isTrue();
    assertThat(pool.toString()).contains("state=broken");
    pool.close();
    assertThat(pool.toString()).contains("state=broken");
  }

  @Test
  void aResultSaysWhatBecameOfIt() throws Exception {
    pool = new ProcessPool(1);
    AsyncResult<Long> running = pool.applyAsync(Tasks::sleepForever);
    AsyncResult<Integer> waiting = pool.applyAsync(Tasks::square, 1);
    AsyncResult<List<Integer>> map = pool.mapAsync(Tasks::square, List.of(1, 2), 1);
    await().until(() -> running.workerPid().isPresent());
    assertThat(running)
        .hasToString(
            "AsyncResult[Tasks::sleepForever, running in worker pid="
                + running.workerPid().getAsLong()
                + "]");
    assertThat(waiting).hasToString("AsyncResult[Tasks::square, waiting]");
    assertThat(map).hasToString("AsyncResult[Tasks::square, waiting, 0 of 2 calls have ended]");
    assertThat(running.cancel(true)).isTrue();
    assertThat(running).hasToString("AsyncResult[Tasks::sleepForever, cancelled]");
    waiting.get();
    assertThat(waiting).hasToString("AsyncResult[Tasks::square, succeeded]");
    AsyncResult<Integer> failed = pool.applyAsync(StateInTextTest::fail, 1);
    assertThat(failed.await(Duration.ofSeconds(30))).isTrue();
    assertThat(failed)
        .hasToString(
            "AsyncResult[StateInTextTest::fail, failed with java.lang.IllegalStateException:"
                + " first line]");
    AsyncResult<Integer> lost = pool.applyAsync(Tasks::halt, 3);
    assertThat(lost.await(Duration.ofSeconds(30))).isTrue();
    assertThat(lost.toString())
        .startsWith("AsyncResult[Tasks::halt, failed with processpool.WorkerDiedException")
        .doesNotContain("\n");
  }
}
