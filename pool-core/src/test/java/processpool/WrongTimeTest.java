package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import processpool.wire.MessageWriter;
import processpool.wire.ToParent;
import processpool.wire.ToWorker;

/**
 * Conformance line 76: what a worker says at the wrong time, or about what it was never handed, is
 * damage: it is blamed and replaced. Saying it again and again puts off no time limit.
 */
@Timeout(120)
class WrongTimeTest {
  private final PathLog log = new PathLog();
  private ProcessPool pool;

  @AfterEach
  void endPool() throws InterruptedException {
    log.close();
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
  }

  private void startPool(boolean memory) throws Exception {
    pool =
        ProcessPool.builder()
            .processes(1)
            .jvmOptions("-Dprocesspool.sharedMemory=" + memory)
            .build();
    pool.apply(Tasks::square, 1);
    if (memory) {
      log.settle(pool);
    }
  }

  private static MessageWriter message(String what) {
    return switch (what) {
      case "HELLO" -> new MessageWriter(ToParent.HELLO).putInt(ToWorker.VERSION);
      case "READY" -> new MessageWriter(ToParent.READY);
      case "MAPPED" -> new MessageWriter(ToParent.MAPPED).putByte(1);
      case "NOT MAPPED" -> new MessageWriter(ToParent.MAPPED).putByte(0).putString("no");
      case "BELL" -> new MessageWriter(ToParent.BELL);
      case "OUTPUT" -> new MessageWriter(ToParent.OUTPUT).putByte(3).putInt(0);
      case "DONE" -> Hostile.done(63, 1_000_000, "FORGED");
      case "PROGRESS" ->
          new MessageWriter(ToParent.PROGRESS).putInt(0).putInt(1).putInt(9).putInt(0).putInt(0);
      default -> throw new IllegalArgumentException(what);
    };
  }

  static String sayAndSleep(String what) throws InterruptedException {
    Hostile.say(message(what));
    TimeUnit.MINUTES.sleep(1);
    return what;
  }

  private void isBlamed(String what) throws Exception {
    long before = pool.workerPids().get(0);
    AsyncResult<String> said = pool.applyAsync(WrongTimeTest::sayAndSleep, what);
    assertThatThrownBy(() -> said.get(Duration.ofSeconds(20)))
        .cause()
        .isInstanceOf(WorkerDiedException.class)
        .hasMessageFindingMatch("damaged|the worker sent")
        .hasMessageContaining("" + before);
    assertThat(pool.applyAsync(Tasks::square, 3).get(Duration.ofSeconds(20))).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HELLO", "READY", "MAPPED", "NOT MAPPED", "OUTPUT", "DONE", "PROGRESS"})
  void overMemory(String what) throws Exception {
    startPool(PathLog.sharedMemoryExpected());
    isBlamed(what);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HELLO", "READY", "BELL", "OUTPUT", "DONE"})
  void overPipes(String what) throws Exception {
    startPool(false);
    if (what.equals("BELL")) {
      log.settle(pool);
    }
    isBlamed(what);
  }

  static int goOnSayingMyOwn(int begun) throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      Hostile.say(
          new MessageWriter(ToParent.PROGRESS)
              .putInt(0)
              .putInt(1) // over pipes, the first ever
              .putInt(begun < 0 ? i : begun)
              .putInt(0)
              .putInt(0));
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return 0;
  }

  @ParameterizedTest
  @CsvSource({"1", "-1"})
  void newsWithoutEndPutOffNoTimeLimit(int begun) throws Exception {
    pool = ProcessPool.builder().processes(1).taskTimeout(Duration.ofSeconds(1)).build();
    AsyncResult<Integer> endless = pool.applyAsync(WrongTimeTest::goOnSayingMyOwn, begun);
    try {
      endless.get(Duration.ofSeconds(6));
    } catch (TimeoutException stillRunning) {
      throw new AssertionError("its limit was put off", stillRunning);
    } catch (java.util.concurrent.ExecutionException failed) {
      assertThat(failed.getCause())
          .isInstanceOfAny(TaskTimeoutException.class, WorkerDiedException.class);
    }
  }

  @Test
  void readyFromAnInitializerThatGoesOnIsDamageAsSoonAsItSaysSoItself() throws Exception {
    pool =
        ProcessPool.builder()
            .processes(1)
            .initializer(() -> Hostile.say(new MessageWriter(ToParent.READY)))
            .build();
    AsyncResult<Long> result = pool.applyAsync(Tasks::sleepForever);
    assertThatThrownBy(() -> result.get(Duration.ofSeconds(20)))
        .isInstanceOf(java.util.concurrent.ExecutionException.class);
  }
}
