package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Contract: join() before close() or terminate() says to close first; any submission afterwards is
 * refused with "pool is closed"; close() does not wait, join() does; all may be called twice.
 */
@Timeout(180)
class ClosedPoolTest {
  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  @Test
  void joinBeforeCloseSaysToCloseFirst() {
    for (ThrowingCallable join :
        List.<ThrowingCallable>of(pool::join, () -> pool.join(Duration.ofMillis(1)))) {
      assertThatThrownBy(join)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("close()")
          .hasMessageContaining("terminate()");
    }
  }

  private void everySubmissionIsRefused() {
    List<Integer> none = List.of();
    List<Map.Entry<Integer, Integer>> noPairs = List.of();
    List<ThrowingCallable> forms =
        List.of(
            () -> pool.applyAsync(() -> 1),
            () -> pool.applyAsync(Tasks::square, 1),
            () -> pool.applyAsync(Math::floorMod, 1, 2),
            () -> pool.runAsync(() -> {}),
            () -> pool.runAsync(Tasks::nothing, 1),
            () -> pool.apply(() -> 1),
            () -> pool.apply(Tasks::square, 1),
            () -> pool.apply(Math::floorMod, 1, 2),
            () -> pool.map(Tasks::square, none),
            () -> pool.map(Tasks::square, none, 1),
            () -> pool.mapAsync(Tasks::square, none),
            () -> pool.mapAsync(Tasks::square, List.of(1), 1),
            () -> pool.starmap(Math::floorMod, noPairs),
            () -> pool.starmap(Math::floorMod, noPairs, 1),
            () -> pool.starmapAsync(Math::floorMod, noPairs),
            () -> pool.starmapAsync(Math::floorMod, noPairs, 1),
            () -> pool.imap(Tasks::square, none),
            () -> pool.imap(Tasks::square, List.of(1), 1),
            () -> pool.imapUnordered(Tasks::square, none),
            () -> pool.imapUnordered(Tasks::square, List.of(1), 1));
    for (int i = 0; i < forms.size(); i++) {
      assertThatThrownBy(forms.get(i))
          .as("form " + i)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("pool is closed");
    }
    assertThatThrownBy(() -> pool.asExecutorService().submit(() -> 1))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("pool is closed");
  }

  @Test
  void everyFormIsRefusedAfterClose() throws Exception {
    AsyncResult<long[]> running = pool.applyAsync(Tasks::interval, 300);
    pool.close();
    everySubmissionIsRefused();
    pool.join();
    everySubmissionIsRefused();
    assertThat(running.get()).hasSize(3);
  }

  @Test
  void everyFormIsRefusedAfterTerminate() throws Exception {
    AsyncResult<Long> running = pool.applyAsync(Tasks::sleepForever);
    pool.terminate();
    everySubmissionIsRefused();
    pool.join();
    everySubmissionIsRefused();
    assertThatThrownBy(running::get).isInstanceOf(CancellationException.class);
  }

  @Test
  void closeDoesNotWaitAndJoinDoes() throws Exception {
    AsyncResult<long[]> running = pool.applyAsync(Tasks::interval, 500);
    AsyncResult<List<long[]>> queued = pool.mapAsync(Tasks::interval, List.of(100, 100, 100), 1);
    await().until(() -> running.workerPid().isPresent());
    pool.close();
    assertThat(running.ready()).as("close() does not wait").isFalse();
    assertThat(pool.join(Duration.ofMillis(10))).isFalse();
    pool.join();
    assertThat(running.successful()).isTrue();
    assertThat(queued.get()).hasSize(3);
    assertThat(pool.workerPids()).isEmpty();
  }

  @Test
  void allMayBeCalledTwiceAndInAnyOrder() throws Exception {
    pool.close();
    pool.close();
    pool.join();
    pool.join();
    assertThat(pool.join(Duration.ofNanos(1))).isTrue();
    pool.terminate();
    pool.terminate();
    pool.join();
    pool.close();
    pool.join();
  }

  @Test
  void anInterruptedJoinMayBeRepeated() throws Exception {
    AsyncResult<long[]> running = pool.applyAsync(Tasks::interval, 300);
    pool.close();
    Thread.currentThread().interrupt();
    assertThatThrownBy(pool::join).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).as("its flag is cleared").isFalse();
    pool.join();
    assertThat(running.successful()).isTrue();
  }

  @Test
  void aTasksThreadsAndHooksDoNotKeepItsWorker() throws Exception {
    pool.runAsync(
            () -> {
              new Thread(() -> spinQuietly()).start();
            })
        .get();
    List<Long> pids = pool.workerPids();
    pool.close();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
    assertThat(pids).noneMatch(Programs::runs);
  }

  private static void spinQuietly() {
    var unused = Tasks.spin(1);
  }
}
