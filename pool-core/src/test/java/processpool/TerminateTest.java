package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Contract: terminate() stops running tasks by killing their workers, what is pending ends with
 * CancellationException, nobody hangs. Conformance lines 9, 23 and 33.
 */
@Timeout(180)
class TerminateTest {
  /** Generous: on an idle machine it takes milliseconds, on a busy one it does not hang either. */
  private static final Duration AT_ONCE = Duration.ofSeconds(30);

  private static final Duration LITTLE_WORK = Duration.ofSeconds(5);

  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  private void terminateAndJoinAtOnce() throws InterruptedException {
    long begun = System.nanoTime();
    long work = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    pool.terminate();
    assertThat(pool.join(AT_ONCE)).as("all workers have left").isTrue();
    work = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - work;
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
    assertThat(Duration.ofNanos(work)).isLessThan(LITTLE_WORK);
  }

  @Test
  void tenThousandQueuedSleepsHoldNothingUp() throws Exception {
    List<AsyncResult<Long>> results = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      results.add(pool.applyAsync(Tasks::sleepForever));
    }
    await().until(() -> results.get(0).workerPid().isPresent());
    terminateAndJoinAtOnce();
    assertThat(results).allMatch(AsyncResult::isDone).allMatch(AsyncResult::isCancelled);
  }

  @Test
  void aHundredThousandQueuedTasksHoldNothingUp() throws Exception {
    pool.applyAsync(Tasks::sleepForever);
    pool.applyAsync(Tasks::sleepForever);
    List<AsyncResult<Integer>> results = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      results.add(pool.applyAsync(Tasks::square, i));
    }
    terminateAndJoinAtOnce();
    assertThat(results).allMatch(AsyncResult::isCancelled);
  }

  @Test
  void everyWayToWaitIsWoken() throws Exception {
    AsyncResult<Long> running = pool.applyAsync(Tasks::sleepForever);
    AsyncResult<List<Long>> map = pool.mapAsync(x -> Tasks.sleepForever(), List.of(1, 2, 3), 1);
    ResultIterator<Long> items = pool.imap(x -> Tasks.sleepForever(), List.of(1, 2, 3));
    PoolExecutor executor = pool.asExecutorService();
    List<FutureTask<?>> waiting =
        List.of(
            new FutureTask<>(running::get),
            new FutureTask<>(() -> running.get(1, TimeUnit.HOURS)),
            new FutureTask<>(map::get),
            new FutureTask<>(items::next),
            new FutureTask<>(() -> running.toCompletableFuture().get()),
            new FutureTask<>(() -> pool.map(x -> Tasks.sleepForever(), List.of(1))),
            new FutureTask<>(
                () -> {
                  List<SerializableCallable<Long>> one = List.of(Tasks::sleepForever);
                  return executor.invokeAll(one).get(0).get();
                }));
    List<Thread> threads = waiting.stream().map(Thread::new).toList();
    threads.forEach(Thread::start);
    await()
        .until(
            () -> threads.stream().allMatch(t -> t.getState().name().matches("(TIMED_)?WAITING")));
    terminateAndJoinAtOnce();
    for (FutureTask<?> woken : waiting) {
      assertThatThrownBy(() -> woken.get(60, TimeUnit.SECONDS))
          .hasStackTraceContaining(CancellationException.class.getName());
    }
  }

  @Test
  void itMayBeCalledTwiceAndByManyAtOnceAndAfterClose() throws Exception {
    AsyncResult<Long> running = pool.applyAsync(Tasks::sleepForever);
    pool.close();
    List<FutureTask<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(
          new FutureTask<>(
              () -> {
                pool.terminate();
                pool.terminate();
                pool.close();
                return pool.join(AT_ONCE);
              }));
    }
    calls.forEach(call -> new Thread(call).start());
    for (FutureTask<Boolean> call : calls) {
      assertThat(call.get(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(running.isCancelled()).isTrue();
    assertThat(pool.workerPids()).isEmpty();
  }

  @Test
  void threadsThatGoOnSubmittingGetACancelledResultOrThePoolIsClosed() throws Exception {
    ConcurrentLinkedQueue<AsyncResult<Integer>> results = new ConcurrentLinkedQueue<>();
    CountDownLatch begun = new CountDownLatch(4);
    List<FutureTask<Void>> submitters = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      submitters.add(
          new FutureTask<>(
              () -> {
                for (int i = 0; ; i++) {
                  results.add(pool.applyAsync(Tasks::square, 3));
                  if (i == 50) {
                    begun.countDown();
                  }
                }
              }));
    }
    submitters.forEach(submitter -> new Thread(submitter).start());
    begun.await();
    terminateAndJoinAtOnce();
    for (FutureTask<Void> submitter : submitters) {
      assertThatThrownBy(() -> submitter.get(60, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("pool is closed");
    }
    for (AsyncResult<Integer> result : results) {
      assertThat(result.isDone()).isTrue();
      assertThat(result.isCancelled() || result.get() == 9).isTrue();
    }
  }

  @Test
  void workersInTheMiddleOfWritingLargeResultsHoldNothingUp() throws Exception {
    List<AsyncResult<byte[]>> results = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      results.add(pool.applyAsync(size -> new byte[size], 30 << 20));
    }
    results.get(0).get();
    terminateAndJoinAtOnce();
    for (AsyncResult<byte[]> result : results) {
      assertThat(result.isCancelled() || result.get().length == 30 << 20).isTrue();
    }
  }

  @Test
  void callbacksOfCancelledResultsSeeTheCancellation() throws Exception {
    var seen =
        pool.applyAsync(Tasks::sleepForever)
            .toCompletableFuture()
            .handle((value, failure) -> failure);
    pool.terminate();
    assertThat(seen.get(60, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
  }

  @Test
  void workersThatAreStillStartingAreEndedToo() throws Exception {
    for (int i = 0; i < 10; i++) {
      ProcessPool young = new ProcessPool(2);
      AsyncResult<Integer> result = young.applyAsync(Tasks::square, 2);
      List<Long> pids = young.workerPids();
      young.terminate();
      assertThat(young.join(AT_ONCE)).isTrue();
      assertThat(result.isDone()).isTrue();
      assertThat(pids).noneMatch(Programs::runs);
    }
  }
}
