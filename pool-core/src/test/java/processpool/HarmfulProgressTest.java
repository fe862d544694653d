package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProgressTest.Recorder;
import processpool.ProgressTest.State;

/** Contract: a progress listener that throws or blocks harms nobody; no thread is there without. */
@Timeout(180)
class HarmfulProgressTest {
  private static final Duration PATIENT = Duration.ofSeconds(60);
  private static final List<Integer> NUMBERS = IntStream.range(0, 10).boxed().toList();

  private final ProcessPool pool = new ProcessPool(2);
  private final CountDownLatch free = new CountDownLatch(1);
  private final Recorder heard = new Recorder();

  @AfterEach
  void endPool() throws InterruptedException {
    free.countDown();
    pool.terminate();
    assertThat(pool.join(PATIENT)).isTrue();
  }

  private void block() {
    try {
      free.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long progressThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("processpool-progress"))
        .count();
  }

  @Test
  void oneThatBlocksAtFirstHearsTheEndLater() throws Exception {
    ProcessPool view =
        pool.withProgress(
            (done, total) -> {
              block();
              heard.progress(done, total);
            });
    assertThat(view.mapAsync(Tasks::square, NUMBERS).get(PATIENT)).hasSize(10);
    for (int i = 0; i < 200; i++) { // each of which would wait, were the listener waited for
      assertThat(view.applyAsync(Tasks::square, i).get(PATIENT)).isEqualTo(i * i);
    }
    view.imap(Tasks::square, NUMBERS).forEachRemaining(x -> {});
    assertThat(pool.map(Tasks::square, NUMBERS)).hasSize(10);
    assertThat(heard.states()).isEmpty();
    free.countDown();
    await()
        .untilAsserted(() -> assertThat(heard.states()).hasSize(404).contains(new State(10, 10)));
  }

  @Test
  void oneThatBlocksAtTheEnd() throws Exception {
    ProcessPool view =
        pool.withProgress(
            (done, total) -> {
              if (done == total) {
                block();
              }
            });
    assertThat(view.mapAsync(Tasks::square, NUMBERS).get(PATIENT)).hasSize(10);
    assertThat(view.applyAsync(Tasks::square, 2).get(PATIENT)).isEqualTo(4);
    pool.close();
    assertThat(pool.join(PATIENT)).isTrue();
  }

  @Test
  void oneThatBlocksHoldsUpNoOtherListener() throws Exception {
    ProcessPool blocked = pool.withProgress((done, total) -> block());
    AsyncResult<List<Integer>> map = blocked.mapAsync(Tasks::square, NUMBERS);
    assertThat(pool.withProgress(heard).map(Tasks::square, NUMBERS)).hasSize(10);
    assertThat(heard.only()).endsWith(new State(10, 10));
    assertThat(map.get(PATIENT)).hasSize(10);
  }

  @Test
  void oneThatUsesThePoolWaitsAndCancels() throws Exception {
    AtomicReference<AsyncResult<Long>> running = new AtomicReference<>();
    List<Object> seen = new CopyOnWriteArrayList<>();
    ProcessPool view =
        pool.withProgress(
            (done, total) -> {
              try {
                seen.add(pool.apply(Tasks::square, 4));
                seen.add(running.get() == null || running.get().cancel(true));
              } catch (Exception e) {
                seen.add(e);
              }
            });
    ProcessPool[] itself = {null};
    itself[0] =
        pool.withProgress(
            (done, total) -> {
              if (total == 10) {
                var nested = itself[0].mapAsync(Tasks::square, List.of(1, 2, 3));
                nested.toCompletableFuture().join();
              }
              heard.progress(done, total);
            });
    running.set(view.applyAsync(Tasks::sleepForever));
    assertThat(running.get().await(PATIENT)).isTrue();
    assertThat(itself[0].mapAsync(Tasks::square, NUMBERS).get(PATIENT)).hasSize(10);
    await().untilAsserted(() -> assertThat(heard.states()).contains(new State(10, 10)));
    assertThat(seen).contains(16, true).doesNotHaveAnyElementsOfTypes(Exception.class);
  }

  @Test
  void oneThatThrowsIsLoggedOnceAndToldOn() throws Exception {
    List<LogRecord> records = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            if (entry.getMessage().contains("progress")) {
              records.add(entry);
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("processpool");
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      ProcessPool view =
          pool.withProgress(
              (done, total) -> {
                heard.progress(done, total);
                Thread.currentThread().interrupt();
                throw new StackOverflowError("as deep as it gets");
              });
      assertThat(view.map(Tasks::square, NUMBERS)).hasSize(10);
      assertThat(view.map(Tasks::square, NUMBERS)).hasSize(10);
      assertThat(heard.states()).hasSizeGreaterThanOrEqualTo(4).endsWith(new State(10, 10));
      await().until(() -> !records.isEmpty());
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
    assertThat(records).hasSize(1);
    assertThat(records.get(0).getMessage()).contains("the progress listener threw: listener=");
    assertThat(records.get(0).getThrown()).hasMessage("as deep as it gets");
  }

  @Test
  void itsThreadIsThereOnlyWhileItIsNeeded() throws Exception {
    await().atMost(PATIENT).until(() -> progressThreads() == 0); // of the tests before
    ProcessPool view = pool.withProgress(heard);
    pool.map(Tasks::square, NUMBERS);
    assertThat(progressThreads()).as("while nobody uses it").isZero();
    for (int i = 0; i < 5; i++) {
      view.map(Tasks::square, NUMBERS);
    }
    assertThat(progressThreads()).isEqualTo(1);
    await().atMost(PATIENT).until(() -> progressThreads() == 0);
  }
}
