package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: first come, first served, and no task waits behind a running one while another worker
 * is idle. A worker whose tasks are short is handed some ahead; nobody must be able to tell.
 */
@Timeout(180)
class HandedAheadTest {
  private static final Duration BOUND = Duration.ofSeconds(30);

  private ProcessPool pool;
  private final PathLog log = new PathLog();

  @TempDir Path folder;

  @AfterEach
  void endPool() throws InterruptedException {
    log.close();
    pool.terminate();
    pool.join();
  }

  /** Workers that have shown that their tasks are short, and are handed more than one. */
  private void quickPool(int processes) {
    pool = new ProcessPool(processes);
    log.settle(pool);
    makeQuick();
  }

  private void makeQuick() {
    List<AsyncResult<Integer>> short3000 =
        IntStream.range(0, 3_000).mapToObj(i -> pool.applyAsync(Tasks::square, i)).toList();
    short3000.forEach(
        result -> {
          try {
            result.get(BOUND);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  static int waitFor(String gate) throws InterruptedException {
    while (!Files.exists(Path.of(gate))) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    return 1;
  }

  static int note(String folder, int number) throws Exception {
    Files.createFile(Path.of(folder, "ran-" + number)); // fails when it runs twice
    return number;
  }

  private boolean ran(int number) {
    return Files.exists(folder.resolve("ran-" + number));
  }

  @Test
  void shortTasksBehindALongOneRunElsewhere() throws Exception {
    quickPool(2);
    for (int round = 0; round < 40; round++) {
      Path gate = folder.resolve("gate" + round);
      AsyncResult<Integer> blocker = null;
      List<AsyncResult<Integer>> others = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        if (i == round) {
          blocker = pool.applyAsync(HandedAheadTest::waitFor, gate.toString());
        }
        others.add(pool.applyAsync(Tasks::square, i));
      }
      for (int i = 0; i < 60; i++) {
        assertThat(others.get(i).get(BOUND)).as("round " + round).isEqualTo(i * i);
      }
      assertThat(blocker.isDone()).isFalse();
      Files.createFile(gate);
      assertThat(blocker.get(BOUND)).isEqualTo(1);
    }
  }

  /** Of tasks of a millisecond one is handed ahead; it is taken back as well. */
  @Test
  void longerTasksBehindAMuchLongerOneRunElsewhere() throws Exception {
    quickPool(2);
    for (int round = 0; round < 20; round++) {
      pool.map(Tasks::interval, Collections.nCopies(12, 1), 1);
      Path gate = folder.resolve("gate" + round);
      AsyncResult<Integer> blocker = null;
      List<AsyncResult<long[]>> others = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        if (i == round) {
          blocker = pool.applyAsync(HandedAheadTest::waitFor, gate.toString());
        }
        others.add(pool.applyAsync(Tasks::interval, 1));
      }
      for (AsyncResult<long[]> other : others) {
        assertThat(other.get(BOUND)).as("round " + round).hasSize(3);
      }
      assertThat(blocker.isDone()).isFalse();
      Files.createFile(gate);
      assertThat(blocker.get(BOUND)).isEqualTo(1);
    }
  }

  static int lengthAfter(byte[] luggage, String gate) throws InterruptedException {
    return luggage.length * waitFor(gate);
  }

  @Test
  void whatLambdasCarryAlongCountsSoThatSubmittingNeverWaits() throws Exception {
    quickPool(1);
    String gate = folder.resolve("gate").toString();
    byte[] luggage = new byte[1 << 20];
    List<AsyncResult<Integer>> results = new ArrayList<>();
    FutureTask<Boolean> submitting =
        new FutureTask<>(
            () -> {
              for (int i = 0; i < 8; i++) {
                results.add(pool.applyAsync(() -> lengthAfter(luggage, gate)));
              }
              return true;
            });
    new Thread(submitting, "submitting").start();
    assertThat(submitting.get(30, TimeUnit.SECONDS)).isTrue();
    Files.createFile(Path.of(gate));
    for (AsyncResult<Integer> result : results) {
      assertThat(result.get(BOUND)).isEqualTo(1 << 20);
    }
  }

  static long begunAt(int sleepMillis) throws InterruptedException {
    long begun = System.currentTimeMillis(); // one clock for all processes
    if (sleepMillis > 0) {
      TimeUnit.MILLISECONDS.sleep(sleepMillis);
    }
    return begun;
  }

  @Test
  void whoCameMuchEarlierIsNeverServedMuchLater() throws Exception {
    quickPool(2);
    List<AsyncResult<Long>> results = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      results.add(pool.applyAsync(HandedAheadTest::begunAt, i % 100 == 50 ? 200 : 0));
    }
    List<Long> begun = new ArrayList<>();
    for (AsyncResult<Long> result : results) {
      begun.add(result.get(BOUND));
    }
    long most = 0;
    for (int i = 0; i < begun.size() - 64; i++) { // those 64 may have been handed ahead together
      for (int k = i + 64; k < Math.min(begun.size(), i + 400); k++) {
        most = Math.max(most, begun.get(i) - begun.get(k));
      }
    }
    System.out.println("overtaken by at most " + most + " ms");
    assertThat(most).as("milliseconds: about one long task's").isLessThan(1_000);
  }

  static int served;

  @Test
  void oneWorkerServesInOrderAlsoWhatItWasHandedAhead() throws Exception {
    quickPool(1);
    pool.runAsync(() -> served = 0).get();
    List<AsyncResult<Integer>> results = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      int millis = i % 300 == 150 ? 20 : 0;
      results.add(
          pool.applyAsync(
              pause -> {
                TimeUnit.MILLISECONDS.sleep(pause);
                return served++;
              },
              millis));
    }
    for (int i = 0; i < 2_000; i++) {
      assertThat(results.get(i).get(BOUND)).isEqualTo(i);
    }
  }

  private void cancelBehindALongOne(boolean interrupt) throws Exception {
    quickPool(1);
    List<Long> pids = pool.workerPids();
    Path gate = folder.resolve("gate");
    AsyncResult<Integer> blocker = pool.applyAsync(HandedAheadTest::waitFor, gate.toString());
    List<AsyncResult<Integer>> behind = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      behind.add(pool.applyAsync(HandedAheadTest::note, folder.toString(), i));
    }
    await().until(() -> blocker.workerPid().isPresent());
    for (int i = 0; i < 40; i += 3) {
      assertThat(behind.get(i).workerPid()).as("not begun").isEmpty();
      assertThat(behind.get(i).cancel(interrupt)).as("cancel " + i).isTrue();
      assertThat(behind.get(i).isCancelled()).isTrue();
    }
    assertThat(blocker.isDone()).isFalse();
    Files.createFile(gate);
    assertThat(blocker.get(BOUND)).isEqualTo(1);
    for (int i = 0; i < 40; i++) {
      if (i % 3 != 0) {
        assertThat(behind.get(i).get(BOUND)).isEqualTo(i);
      }
    }
    makeQuick(); // whatever was on its way has been passed by now
    for (int i = 0; i < 40; i++) {
      assertThat(ran(i)).as("ran " + i).isEqualTo(i % 3 != 0);
    }
    assertThat(pool.workerPids()).as("nobody was killed").isEqualTo(pids);
  }

  @Test
  void whatWasHandedAheadCanBeCancelledUnlessItHasBegun() throws Exception {
    cancelBehindALongOne(false);
  }

  @Test
  void cancellingWhatWasHandedAheadForciblyKillsNobody() throws Exception {
    cancelBehindALongOne(true);
  }

  @Test
  void cancellingTheLongOneForciblyRunsWhatWasHandedAheadElsewhereOnce() throws Exception {
    quickPool(1);
    List<Long> pids = pool.workerPids();
    AsyncResult<Long> blocker = pool.applyAsync(Tasks::sleepForever);
    List<AsyncResult<Integer>> behind = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      behind.add(pool.applyAsync(HandedAheadTest::note, folder.toString(), i));
    }
    await().until(() -> blocker.workerPid().isPresent());
    assertThat(blocker.cancel(false)).as("it has begun").isFalse();
    assertThat(blocker.cancel(true)).isTrue();
    for (int i = 0; i < 40; i++) {
      assertThat(behind.get(i).get(BOUND)).isEqualTo(i);
    }
    assertThat(pool.workerPids()).doesNotContainAnyElementsOf(pids);
  }

  @Test
  void aCancelThatComesTooLateSaysSoAndOneThatDoesNotIsNeverRun() throws Exception {
    quickPool(2);
    int cancelled = 0;
    List<AsyncResult<Integer>> results = new ArrayList<>();
    List<Boolean> said = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      results.add(pool.applyAsync(HandedAheadTest::note, folder.toString(), i));
      if (i >= 5) {
        said.add(results.get(i - 5).cancel(false)); // handed ahead, begun or done: a race
      }
    }
    for (int i = 0; i < said.size(); i++) {
      if (said.get(i)) {
        cancelled++;
        assertThat(results.get(i).isCancelled()).isTrue();
      } else {
        assertThat(results.get(i).get(BOUND)).isEqualTo(i);
      }
    }
    makeQuick();
    for (int i = 0; i < said.size(); i++) {
      assertThat(ran(i)).as("ran " + i).isNotEqualTo(said.get(i));
    }
    System.out.println("cancelled in time: " + cancelled + " of " + said.size());
  }
}
