package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * "Does not wait" is the promise of every submission, also when a worker was stopped with a large
 * argument on its way to it. Conformance line 44.
 */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signal stops a process there")
class SubmittingDoesNotWaitTest {
  private static final byte[] LARGE = new byte[20_000_000];

  private final PathLog log = new PathLog();
  private ProcessPool pool = new ProcessPool(1);
  private long stopped;

  /** One that nobody has any more would be cancelled at the next garbage collection. */
  private final List<ResultIterator<?>> iterations = new ArrayList<>();

  @AfterEach
  void endPool() throws Exception {
    log.close();
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
  }

  private void stopAWorker() throws Exception {
    log.settle(pool);
    for (int i = 0; i < 2_000; i++) {
      assertThat(pool.apply(Tasks::square, i)).isEqualTo(i * i);
    }
    stopped = pool.workerPids().get(0);
    Signals.stop(stopped);
  }

  static int length(byte[] bytes) {
    return bytes.length;
  }

  /** How something large gets under way. */
  enum Large {
    ARGUMENT,
    CAPTURED,
    IN_A_MAP,
    IN_AN_ITERATION,
    THROUGH_THE_EXECUTOR
  }

  private Future<?> submit(Large large) {
    byte[] bytes = LARGE;
    return switch (large) {
      case ARGUMENT -> pool.applyAsync(SubmittingDoesNotWaitTest::length, bytes);
      case CAPTURED -> pool.applyAsync(() -> bytes.length);
      case IN_A_MAP -> pool.mapAsync(SubmittingDoesNotWaitTest::length, List.of(bytes, bytes), 2);
      case IN_AN_ITERATION -> {
        iterations.add(pool.imap(SubmittingDoesNotWaitTest::length, List.of(bytes)));
        yield pool.applyAsync(Tasks::square, 1);
      }
      case THROUGH_THE_EXECUTOR -> pool.asExecutorService().submit(() -> bytes.length);
    };
  }

  /** Every form of submission; each returns before its task has run. */
  private List<Future<?>> submitInEveryForm() throws Exception {
    PoolExecutor executor = pool.asExecutorService();
    List<Future<?>> results = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int x = i;
      results.add(Promptly.call(() -> pool.applyAsync(Tasks::square, x)));
      results.add(Promptly.call(() -> pool.applyAsync(Math::floorMod, 5, 3)));
      results.add(Promptly.call(() -> pool.applyAsync(() -> x)));
      results.add(Promptly.call(() -> pool.runAsync(Tasks::nothing, x)));
      results.add(Promptly.call(() -> pool.mapAsync(Tasks::square, List.of(1, 2, 3), 1)));
      results.add(Promptly.call(() -> pool.starmapAsync(Math::floorMod, List.of(Map.entry(5, 3)))));
      results.add(Promptly.call(() -> executor.submit(() -> x)));
      var items = Promptly.call(() -> pool.imap(Tasks::square, List.of(1, 2, 3)));
      var unordered = Promptly.call(() -> pool.imapUnordered(Tasks::square, List.of(1, 2), 2));
      assertThat(items).isNotSameAs(unordered);
      results.add(Promptly.call(() -> pool.applyAsync(SubmittingDoesNotWaitTest::length, LARGE)));
    }
    assertThat(Promptly.call(() -> pool.workerPids())).contains(stopped);
    return results;
  }

  private static void allEnd(List<Future<?>> results) throws Exception {
    for (Future<?> result : results) {
      try {
        Promptly.call(() -> String.valueOf(result.get(8, TimeUnit.SECONDS)));
      } catch (CancellationException cancelled) {
        assertThat(result.isCancelled()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whileItIsOnItsWay(Large large) throws Exception {
    stopAWorker();
    Future<?> first = Promptly.call(() -> submit(large));
    List<Future<?>> results = submitInEveryForm();
    assertThat(results).noneMatch(Future::isDone);
    Signals.send("CONT", stopped);
    results.add(first);
    allEnd(results);
  }

  @ParameterizedTest
  @EnumSource
  void afterItWasCancelledOnItsWay(Large large) throws Exception {
    stopAWorker();
    Future<?> first = Promptly.call(() -> submit(large));
    TimeUnit.MILLISECONDS.sleep(300); // so that it is under way
    boolean unused = Promptly.call(() -> first.cancel(false));
    List<Future<?>> results = submitInEveryForm();
    Signals.send("CONT", stopped);
    results.add(first);
    allEnd(results);
  }

  @Test
  void nothingElseWaitsForIt() throws Exception {
    stopAWorker();
    Future<?> first = Promptly.call(() -> submit(Large.ARGUMENT));
    TimeUnit.MILLISECONDS.sleep(300); // so that it is under way
    assertThat(Promptly.call(() -> first.cancel(false))).isIn(true, false);
    AsyncResult<Integer> next = Promptly.call(() -> pool.applyAsync(Tasks::square, 2));
    assertThat(Promptly.call(next::workerPid)).isEmpty();
    assertThat(Promptly.call(() -> next.await(Duration.ofMillis(50)))).isFalse();
    assertThat(Promptly.call(() -> next.cancel(false))).isTrue();
    Promptly.run(pool::close);
    assertThat(Promptly.call(() -> pool.join(Duration.ofMillis(50)))).isFalse();
    Promptly.run(pool::terminate);
    assertThat(Promptly.call(() -> pool.join(Duration.ofSeconds(8)))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void anotherWorkerTakesWhatComesMeanwhile(Large large) throws Exception {
    pool.terminate();
    pool = new ProcessPool(2);
    stopAWorker();
    List<Future<?>> both = new ArrayList<>(); // one of them goes to the stopped worker
    both.add(Promptly.call(() -> submit(large)));
    both.add(Promptly.call(() -> submit(large)));
    for (int i = 0; i < 100; i++) {
      int x = i;
      AsyncResult<Integer> result = Promptly.call(() -> pool.applyAsync(Tasks::square, x));
      assertThat(Promptly.call(() -> result.get(Duration.ofSeconds(8)))).isEqualTo(i * i);
    }
    Signals.send("CONT", stopped);
    allEnd(both);
  }
}
