package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code callbackExecutor}: where callbacks of toCompletableFuture() run; the pool's own unless
 * set. One that refuses costs no callback and no result.
 */
@Timeout(120)
class CallbackExecutorTest {
  private ProcessPool pool;

  private final List<ExecutorService> executors = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    executors.forEach(ExecutorService::shutdownNow);
    if (pool != null) {
      pool.terminate();
      pool.join();
    }
  }

  private void poolWith(Executor executor) {
    pool = ProcessPool.builder().processes(1).callbackExecutor(executor).build();
  }

  /** Of a result that is not there yet, as its worker has just been asked to start. */
  private CompletableFuture<String> threadOfACallback() {
    return pool.applyAsync(Tasks::interval, 200)
        .toCompletableFuture()
        .thenApply(result -> Thread.currentThread().getName());
  }

  private static ExecutorService named(String name) {
    return Executors.newSingleThreadExecutor(task -> new Thread(task, name));
  }

  @Test
  void callbacksRunThere() throws Exception {
    ExecutorService own = named("my-own");
    executors.add(own);
    poolWith(own);
    assertThat(threadOfACallback().get(60, TimeUnit.SECONDS)).isEqualTo("my-own");
    CompletableFuture<String> failed =
        pool.applyAsync(
                () -> {
                  Thread.sleep(200);
                  throw new IllegalStateException("x");
                })
            .toCompletableFuture()
            .handle((value, thrown) -> Thread.currentThread().getName() + thrown.getMessage());
    assertThat(failed.get(60, TimeUnit.SECONDS)).isEqualTo("my-ownx");
  }

  @Test
  void unlessSetOnThePoolsOwn() throws Exception {
    pool = new ProcessPool(1);
    assertThat(threadOfACallback().get(60, TimeUnit.SECONDS)).isEqualTo("processpool-callback");
  }

  @Test
  void oneThatRejectsOrThrowsIsLoggedOnceAndLosesNothing() throws Exception {
    List<Executor> bad =
        List.of(
            task -> {
              throw new RejectedExecutionException("full");
            },
            task -> {
              throw new StackOverflowError();
            });
    for (Executor executor : bad) {
      try (Warnings warnings = new Warnings()) {
        poolWith(executor);
        for (int i = 0; i < 3; i++) {
          assertThat(threadOfACallback().get(60, TimeUnit.SECONDS))
              .isEqualTo("processpool-callback");
        }
        await().until(() -> !warnings.texts().isEmpty());
        assertThat(warnings.texts())
            .singleElement()
            .asString()
            .startsWith("the pool's callbackExecutor takes no callbacks");
        end();
      }
    }
  }

  @Test
  void oneThatRunsThemItselfOrBlocksHoldsUpNoResult() throws Exception {
    CountDownLatch letGo = new CountDownLatch(1);
    poolWith(
        task -> {
          try {
            letGo.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          task.run();
        });
    List<CompletableFuture<String>> callbacks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      callbacks.add(threadOfACallback());
    }
    for (int i = 0; i < 20; i++) {
      assertThat(pool.applyAsync(Tasks::square, i).get(Duration.ofSeconds(60))).isEqualTo(i * i);
    }
    assertThat(callbacks).noneMatch(CompletableFuture::isDone);
    letGo.countDown();
    for (CompletableFuture<String> callback : callbacks) {
      assertThat(callback.get(60, TimeUnit.SECONDS)).isEqualTo("processpool-callback");
    }
  }

  @Test
  void aFinishedResultsFutureIsFinished() throws Exception {
    poolWith(task -> {});
    AsyncResult<Integer> result = pool.applyAsync(Tasks::square, 7);
    result.get();
    assertThat(result.toCompletableFuture()).isCompletedWithValue(49);
  }

  @Test
  void nullIsRefused() {
    assertThatThrownBy(() -> ProcessPool.builder().callbackExecutor(null))
        .isInstanceOf(NullPointerException.class);
  }
}
