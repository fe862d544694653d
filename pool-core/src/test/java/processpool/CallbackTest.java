package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Contract: a callback that throws, blocks, or waits for another task of the pool harms nobody but
 * itself. Conformance lines 2 and 20.
 */
@Timeout(180)
class CallbackTest {
  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  private void poolStillWorks() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(pool.applyAsync(Tasks::square, i).get(Duration.ofSeconds(60))).isEqualTo(i * i);
    }
  }

  @Test
  void onesThatThrowHarmNobody() throws Exception {
    List<Throwable> thrown =
        List.of(new IllegalStateException("callback"), new StackOverflowError(), new Error("bad"));
    for (Throwable bad : thrown) {
      AsyncResult<Integer> result = pool.applyAsync(Tasks::square, 3);
      CompletableFuture<Integer> callback =
          result.toCompletableFuture().thenApply(x -> CallbackTest.<Error>raise(bad));
      assertThatThrownBy(() -> callback.get(60, TimeUnit.SECONDS)).hasCause(bad);
      assertThat(result.get()).isEqualTo(9);
      poolStillWorks();
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> int raise(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void onesThatBlockHarmNobody() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    List<CompletableFuture<Void>> blocked = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      blocked.add(
          pool.applyAsync(Tasks::square, i)
              .toCompletableFuture()
              .thenAccept(x -> awaitLatch(release)));
    }
    poolStillWorks();
    assertThat(pool.map(Tasks::square, List.of(1, 2, 3))).containsExactly(1, 4, 9);
    assertThat(blocked).noneMatch(CompletableFuture::isDone);
    release.countDown();
    awaitAll(blocked);
  }

  @Test
  void onesThatWaitForEachOtherAllRun() throws Exception {
    CountDownLatch all = new CountDownLatch(300);
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      waiting.add(
          pool.applyAsync(Tasks::square, i)
              .toCompletableFuture()
              .thenAccept(
                  x -> {
                    all.countDown();
                    awaitLatch(all);
                  }));
    }
    awaitAll(waiting);
  }

  @Test
  void oneThatBlocksHoldsUpNoneThatComesLater() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AsyncResult<Integer> first = pool.applyAsync(Tasks::square, 1);
    CompletableFuture<Void> blocked =
        first.toCompletableFuture().thenAccept(x -> awaitLatch(release));
    for (int round = 0; round < 50; round++) {
      List<CompletableFuture<Integer>> others = new ArrayList<>();
      for (int i = 0; i < 1 + round % 3; i++) {
        others.add(pool.applyAsync(Tasks::square, i).toCompletableFuture().thenApply(x -> x + 1));
      }
      for (int i = 0; i < others.size(); i++) {
        assertThat(others.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i * i + 1);
      }
    }
    release.countDown();
    blocked.get(60, TimeUnit.SECONDS);
  }

  @Test
  void theInterruptOfOneIsNotTheNextOnes() throws Exception {
    List<CompletableFuture<Boolean>> interrupted = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      interrupted.add(
          pool.applyAsync(Tasks::square, i)
              .toCompletableFuture()
              .thenApply(
                  x -> {
                    Thread carrier = Thread.currentThread();
                    boolean before = carrier.isInterrupted();
                    if (carrier.getName().equals("processpool-callback")) {
                      carrier.interrupt();
                    }
                    return before;
                  }));
    }
    for (CompletableFuture<Boolean> one : interrupted) {
      assertThat(one.get(60, TimeUnit.SECONDS)).isFalse();
    }
  }

  private static void awaitAll(List<CompletableFuture<Void>> all) throws Exception {
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void onesThatWaitForOtherTasksHarmNobody() throws Exception {
    List<CompletableFuture<Integer>> chains = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      chains.add(
          pool.applyAsync(Tasks::square, i)
              .toCompletableFuture()
              .thenApply(x -> ask(x % 7))
              .thenApply(x -> ask(x % 5)));
    }
    for (int i = 0; i < 20; i++) {
      int second = i * i % 7 * (i * i % 7) % 5;
      assertThat(chains.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(second * second);
    }
  }

  private int ask(int x) {
    try {
      return pool.map(Tasks::square, List.of(x)).get(0);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void oneMayCloseOrTerminateThePool() throws Exception {
    CompletableFuture<Boolean> ended =
        pool.applyAsync(Tasks::square, 2)
            .toCompletableFuture()
            .thenApply(
                x -> {
                  pool.terminate();
                  try {
                    return pool.join(Duration.ofSeconds(60));
                  } catch (InterruptedException e) {
                    return false;
                  }
                });
    assertThat(ended.get(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void eachIsCalledOnceEvenIfRegisteredLate() throws Exception {
    AsyncResult<Integer> result = pool.applyAsync(Tasks::square, 4);
    AtomicInteger calls = new AtomicInteger();
    for (int i = 0; i < 5; i++) {
      result.toCompletableFuture().thenAccept(x -> calls.addAndGet(x)).get(60, TimeUnit.SECONDS);
    }
    assertThat(calls).hasValue(5 * 16);
  }

  @Test
  void cancellingTheFutureOfOneLeavesTheTaskAlone() throws Exception {
    AsyncResult<long[]> result = pool.applyAsync(Tasks::interval, 100);
    assertThat(result.toCompletableFuture().cancel(true)).isTrue();
    assertThat(result.get()).hasSize(3);
  }
}
