package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Contract: a failure that nobody asks about is logged once, through System.Logger, which without
 * any library is java.util.logging. Conformance line 27.
 */
@Timeout(180)
class UnaskedFailureTest {
  private final ProcessPool pool = new ProcessPool(1);
  private final Logger logger = Logger.getLogger("processpool");
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          if (isLoggable(entry)) { // a handler has to ask itself
            records.add(entry);
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    handler.setLevel(Level.WARNING); // which way tasks go, at FINE, is none of them
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void endPool() throws InterruptedException {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
    pool.terminate();
    pool.join();
  }

  private long logged(String message) {
    return records.stream()
        .map(LogRecord::getThrown)
        .filter(thrown -> thrown != null && message.equals(thrown.getMessage()))
        .count();
  }

  private AsyncResult<Object> fail(String message) {
    return pool.applyAsync(
        () -> {
          throw new IllegalStateException(message);
        });
  }

  private void awaitLogged(String message, int times) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              System.gc();
              return logged(message) == times;
            });
  }

  /** What is logged comes after collections; after a later one's record, earlier ones are there. */
  private void nothingMoreIsLogged() throws Exception {
    fail("the last one");
    pool.apply(Tasks::square, 1);
    awaitLogged("the last one", 1);
    System.gc();
    TimeUnit.MILLISECONDS.sleep(50);
  }

  @Test
  void itIsLoggedOnceWithTheWorkerItHappenedIn() throws Exception {
    fail("forgotten");
    long pid = pool.apply(Tasks::pid);
    awaitLogged("forgotten", 1);
    nothingMoreIsLogged();
    assertThat(logged("forgotten")).isEqualTo(1);
    assertThat(records.get(0).getMessage()).contains("pid=" + pid);
  }

  @Test
  void oneThatAnyoneAskedAboutIsNot() throws Exception {
    assertThatThrownBy(fail("got")::get).hasRootCauseMessage("got");
    AsyncResult<Object> looked = fail("looked at");
    assertThat(looked.await(Duration.ofSeconds(60))).isTrue();
    assertThat(looked.successful()).isFalse();
    looked = null;
    fail("called back").toCompletableFuture().exceptionally(failure -> null).get();
    pool.applyAsync(Tasks::sleepForever).cancel(true);
    assertThat(pool.apply(Tasks::square, 2)).isEqualTo(4);
    nothingMoreIsLogged();
    assertThat(records).hasSize(1);
  }

  @Test
  void aMapIsLoggedOnceAndAnExecutorsRunnableToo() throws Exception {
    pool.mapAsync(
        x -> {
          throw new IllegalStateException("map of three");
        },
        List.of(1, 2, 3),
        1);
    pool.asExecutorService()
        .execute(
            (Runnable & Serializable)
                () -> {
                  throw new IllegalStateException("executed");
                });
    pool.apply(Tasks::square, 1);
    awaitLogged("map of three", 1);
    awaitLogged("executed", 1);
    nothingMoreIsLogged();
    assertThat(logged("map of three")).isEqualTo(1);
    assertThat(logged("executed")).isEqualTo(1);
  }

  @Test
  void aBrokenPoolIsLoggedOnceHoweverManyResultsItFails() throws Exception {
    ProcessPool broken = ProcessPool.builder().processes(1).jvmOptions("-XX:+NoSuch").build();
    for (int i = 0; i < 100; i++) {
      broken.applyAsync(Tasks::square, i);
    }
    assertThatThrownBy(() -> broken.apply(Tasks::square, 1))
        .hasCauseInstanceOf(BrokenPoolException.class);
    nothingMoreIsLogged();
    assertThat(records.stream().filter(r -> r.getThrown() instanceof BrokenPoolException))
        .hasSizeLessThanOrEqualTo(1);
    broken.terminate();
    broken.join();
  }

  /** A program that forgets its failures and ends at once. */
  static class Program {
    static AsyncResult<Object> kept;

    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(1);
      kept =
          pool.applyAsync(
              () -> {
                throw new IllegalStateException("kept till the end");
              });
      pool.close();
      pool.join();
    }
  }

  @Test
  void theProgramsEndIsTheLastOccasion() throws Exception {
    Programs.Ended program = Programs.run(Program.class, List.of());
    assertThat(program.err()).containsOnlyOnce("IllegalStateException: kept till the end");
    assertThat(program.exitCode()).isZero();
  }
}
