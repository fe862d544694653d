package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import processpool.SlowToRead.Kind;

/**
 * Contract: code of users runs on no thread and under no lock where it could hold up others. Here
 * reading some results blocks for as long as a test lasts, and others end. Conformance line 42.
 */
@Timeout(180)
class BesideSlowReadersTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private final CountDownLatch open = new CountDownLatch(1);
  private final PathLog log = new PathLog();
  private final ProcessPool pool = new ProcessPool(1);

  BesideSlowReadersTest() {
    log.settle(pool); // a thread that waits may then take results in itself
    for (int i = 0; i < 3_000; i++) {
      assertThat(pool.applyAsync(Tasks::square, i)).succeedsWithin(PATIENT);
    }
    SlowToRead.blockUntil(open);
  }

  @AfterEach
  void endPool() throws InterruptedException {
    open.countDown();
    log.close();
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
    SlowToRead.none();
  }

  private static void timesOut(Promptly.Body body) throws Exception {
    Promptly.run(() -> assertThatThrownBy(body::run).isInstanceOf(TimeoutException.class));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsBehindItEndsMeanwhile(Kind kind) throws Exception {
    AsyncResult<Object> blocked = pool.applyAsync(SlowToRead::make, kind);
    AsyncResult<Integer> behind = pool.applyAsync(Tasks::square, 5);
    CompletableFuture<Integer> callback = behind.toCompletableFuture();
    assertThat(Promptly.call(() -> behind.get(PATIENT))).isEqualTo(25);
    assertThat(Promptly.call(() -> callback.get(20, TimeUnit.SECONDS))).isEqualTo(25);
    open.countDown();
    assertThat(Promptly.call(() -> blocked.await(PATIENT))).isTrue();
  }

  @Test
  void howeverManyAreBeingReadOthersEnd() throws Exception {
    List<AsyncResult<?>> blocked = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      blocked.add(pool.applyAsync(SlowToRead::one, i));
      blocked.add(pool.mapAsync(SlowToRead::one, List.of(1, 2), 1));
    }
    AsyncResult<Integer> behind = pool.applyAsync(Tasks::square, 5);
    assertThat(Promptly.call(() -> behind.get(PATIENT))).isEqualTo(25);
    assertThat(Promptly.call(() -> pool.map(Tasks::square, List.of(1, 2, 3), 1)))
        .containsExactly(1, 4, 9);
    open.countDown();
    for (AsyncResult<?> result : blocked) {
      assertThat(Promptly.call(() -> result.await(PATIENT))).isTrue();
      assertThat(result.successful()).isTrue();
    }
  }

  static Object slowIf(int x) {
    return x == 1 ? new SlowToRead.WithReadObject() : x;
  }

  @Test
  void unorderedResultsThatAreReadAreGivenOutWhileOneIsNot() throws Exception {
    ResultIterator<Object> items =
        Promptly.call(() -> pool.imapUnordered(BesideSlowReadersTest::slowIf, List.of(1, 2, 3)));
    List<Object> first =
        List.of(Promptly.call(() -> items.next(PATIENT)), Promptly.call(() -> items.next(PATIENT)));
    assertThat(first).containsExactlyInAnyOrder(2, 3);
    timesOut(() -> items.next(SHORT));
    open.countDown();
    assertThat(Promptly.call(() -> items.next(PATIENT))).isNotNull();
  }

  @Test
  void terminateAndItsJoinDoNotWaitForReaders() throws Exception {
    AsyncResult<?> result = pool.applyAsync(SlowToRead::one, 1);
    timesOut(() -> result.get(SHORT));
    Promptly.run(pool::terminate);
    assertThat(Promptly.call(() -> pool.join(PATIENT))).isTrue();
    Promptly.run(() -> assertThat(result.await(PATIENT)).isTrue());
  }

  @Test
  void whoWaitsForThePoolsEndGivesUpOnTime() throws Exception {
    AsyncResult<?> result = pool.applyAsync(SlowToRead::one, 1);
    timesOut(() -> result.get(SHORT)); // it may be reading now
    Promptly.run(pool::close);
    assertThat(Promptly.call(() -> pool.join(SHORT)))
        .as("or it is over, and the result is read later")
        .isIn(true, false);
    assertThat(
            Promptly.call(
                () -> pool.asExecutorService().awaitTermination(50, TimeUnit.MILLISECONDS)))
        .isIn(true, false);
    open.countDown();
    assertThat(Promptly.call(() -> pool.join(PATIENT))).isTrue();
    assertThat(Promptly.call(() -> result.get(PATIENT))).isNotNull();
  }
}
