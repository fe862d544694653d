package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A worker that cannot be talked to any more is at its end, though a thread that a task left behind
 * keeps its JVM alive: what it ran ends, and another takes its place. Conformance line 49.
 */
@Timeout(180)
class LingeringWorkerTest {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private PathLog log;
  private ProcessPool pool;

  /** Not as fields: of a test that is disabled, JUnit makes an instance too, and ends nothing. */
  @BeforeEach
  void startPool() {
    log = new PathLog();
    pool = new ProcessPool(1);
  }

  @AfterEach
  void endPool() throws InterruptedException {
    log.close();
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
  }

  /** A task: its thread is no daemon, and stays for ever. */
  static long leaveAThreadBehind() {
    new Thread(
            () -> {
              while (true) {
                try {
                  TimeUnit.DAYS.sleep(1);
                } catch (InterruptedException e) {
                  continue;
                }
              }
            })
        .start();
    return Tasks.pid();
  }

  /** A task: what the worker would say, nobody hears. */
  static int closeTheWorkersOutput() throws IOException {
    new FileOutputStream(FileDescriptor.out).close();
    return 1;
  }

  private void another(long pid) throws Exception {
    for (AsyncResult<Integer> result : fiveMore()) {
      assertThat(result.workerPid().orElseThrow()).isNotEqualTo(pid);
    }
    isReplaced(pid);
  }

  private List<AsyncResult<Integer>> fiveMore() throws Exception {
    List<AsyncResult<Integer>> results = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      results.add(pool.applyAsync(Tasks::square, i));
    }
    for (int i = 0; i < 5; i++) {
      assertThat(results.get(i).get(LIMIT)).isEqualTo(i * i);
    }
    return results;
  }

  private void isReplaced(long pid) throws Exception {
    await().atMost(LIMIT).until(() -> !Programs.runs(pid));
    pool.close();
    assertThat(pool.join(LIMIT)).isTrue();
  }

  @Test
  void aTaskThatClosesItsOutputEndsAndTheNextRunsElsewhere() throws Exception {
    long pid = pool.apply(LingeringWorkerTest::leaveAThreadBehind);
    AsyncResult<Integer> closing = pool.applyAsync(LingeringWorkerTest::closeTheWorkersOutput);
    assertThat(closing.get(LIMIT)).isEqualTo(1);
    another(pid);
  }

  @Test
  void alsoOneWhoseWorkerHasServedForLong() throws Exception {
    log.settle(pool);
    long pid = pool.apply(LingeringWorkerTest::leaveAThreadBehind);
    AsyncResult<Integer> closing = pool.applyAsync(LingeringWorkerTest::closeTheWorkersOutput);
    assertThat(closing.get(LIMIT)).isEqualTo(1);
    List<AsyncResult<Integer>> unused = fiveMore(); // through memory it may run a last one of them
    isReplaced(pid);
  }

  static int closeOutputAndStay() throws Exception {
    int one = closeTheWorkersOutput();
    TimeUnit.SECONDS.sleep(2);
    return one;
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is but one descriptor there")
  void aTaskThatRunsOnAfterItsWorkersOutputWasClosedEndsAsItEnds() throws Exception {
    for (int round = 0; round < 2; round++) {
      long pid = pool.apply(LingeringWorkerTest::leaveAThreadBehind);
      AsyncResult<Integer> staying = pool.applyAsync(LingeringWorkerTest::closeOutputAndStay);
      assertThat(staying.get(LIMIT)).isEqualTo(1);
      await().atMost(LIMIT).until(() -> !Programs.runs(pid));
      log.settle(pool);
    }
    another(-1);
  }

  /** A task: the worker's own thread ends while no task is running, by an error of the JVM's. */
  @SuppressWarnings({"deprecation", "removal"})
  static long stopTheWorkersThreadSoon() {
    Thread loop = Thread.currentThread();
    Thread stopper =
        new Thread(
            () -> {
              try {
                TimeUnit.MILLISECONDS.sleep(500);
                loop.stop();
                TimeUnit.DAYS.sleep(1);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    stopper.start(); // no daemon
    return Tasks.pid();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "one such test is enough there")
  @org.junit.jupiter.api.condition.DisabledForJreRange(
      min = org.junit.jupiter.api.condition.JRE.JAVA_20,
      disabledReason = "no thread can stop another")
  void aWorkerWhoseOwnThreadEndedBetweenTasksIsReplaced() throws Exception {
    for (int round = 0; round < 2; round++) {
      long pid = pool.apply(LingeringWorkerTest::stopTheWorkersThreadSoon);
      TimeUnit.MILLISECONDS.sleep(1_500);
      AsyncResult<Integer> next = pool.applyAsync(Tasks::square, 3);
      assertThat(next.await(LIMIT)).isTrue();
      await().atMost(LIMIT).until(() -> !Programs.runs(pid));
      log.settle(pool);
    }
    another(-1);
  }

  @Test
  void byADeathAfterATaskLeftAThreadTheRunningTaskFails() throws Exception {
    long pid = pool.apply(LingeringWorkerTest::leaveAThreadBehind);
    AsyncResult<Long> running = pool.applyAsync(Tasks::sleepForever);
    await().until(() -> running.workerPid().isPresent());
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    assertThatThrownBy(() -> running.get(LIMIT)).hasCauseInstanceOf(WorkerDiedException.class);
    another(pid);
  }
}
