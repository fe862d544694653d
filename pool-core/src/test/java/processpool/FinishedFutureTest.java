package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The future of a result that is there is finished, whoever asks first. Conformance line 60. */
@Timeout(120)
class FinishedFutureTest {
  private final ProcessPool pool = new ProcessPool(1);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  static List<Object> large(int x) {
    return new ArrayList<>(List.of(x, new int[50_000]));
  }

  private static void assertNow(Future<?> future) throws Exception {
    if (Runtime.version().feature() >= 19) {
      assertThat(Future.class.getMethod("resultNow").invoke(future)).isNotNull();
    }
  }

  @Test
  void ofAValueThatSomebodyHas() throws Exception {
    for (int i = 0; i < 1000; i++) {
      AsyncResult<Integer> result = pool.applyAsync(Tasks::square, 3);
      assertThat(result.get()).isEqualTo(9);
      assertThat(result.toCompletableFuture().isDone()).isTrue();
      assertThat(result.toCompletableFuture().getNow(-1)).isEqualTo(9);
      assertNow(result);
      assertNow(result.toCompletableFuture());
    }
  }

  @Test
  void ofOneThatIsThereAndNobodyHasRead() throws Exception {
    for (int i = 0; i < 50; i++) {
      AsyncResult<List<List<Object>>> map = pool.mapAsync(FinishedFutureTest::large, List.of(1, 2));
      assertThat(map.await(Duration.ofSeconds(60))).isTrue();
      assertThat(map.toCompletableFuture().getNow(List.of())).hasSize(2);
      assertNow(map);
    }
  }

  static int fail() {
    throw new IllegalStateException("no");
  }

  @Test
  void ofAFailureAndACancelledOne() throws Exception {
    for (int i = 0; i < 100; i++) {
      AsyncResult<Integer> failed = pool.applyAsync(FinishedFutureTest::fail);
      catchThrowable(failed::get);
      assertThat(failed.toCompletableFuture().isCompletedExceptionally()).isTrue();
      assertThat(catchThrowable(() -> failed.toCompletableFuture().getNow(1)))
          .isInstanceOf(CompletionException.class)
          .hasRootCauseMessage("no");
    }
    AsyncResult<Long> cancelled = pool.applyAsync(Tasks::sleepForever);
    cancelled.cancel(true);
    assertThat(cancelled.toCompletableFuture().isDone()).isTrue();
    assertThat(catchThrowable(() -> cancelled.toCompletableFuture().getNow(1L)))
        .isInstanceOf(CancellationException.class);
  }
}
