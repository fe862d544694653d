package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conformance line 72: a result whose reading never ends does not keep the pool from its end. */
@Timeout(120)
class EndlessReadTest {
  private final CountDownLatch never = new CountDownLatch(1);
  private final PathLog log = new PathLog();

  @AfterEach
  void goOn() {
    log.close();
    never.countDown();
    SlowToRead.none();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void terminateAndJoinDoNotWaitForIt(boolean memory) throws Exception {
    ProcessPool pool =
        ProcessPool.builder()
            .processes(2)
            .jvmOptions("-Dprocesspool.sharedMemory=" + memory)
            .build();
    log.settle(pool);
    SlowToRead.blockUntil(never);
    List<Thread> readers = new ArrayList<>();
    for (SlowToRead.Kind kind : SlowToRead.Kind.values()) {
      AsyncResult<Object> result = pool.applyAsync(SlowToRead::make, kind);
      Thread reader = new Thread(() -> readInVain(result));
      reader.setDaemon(true);
      reader.start();
      readers.add(reader);
    }
    TimeUnit.MILLISECONDS.sleep(500);
    assertThat(pool.applyAsync(Tasks::square, 3).get(Duration.ofSeconds(20))).isEqualTo(9);
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
    assertThat(readers).anyMatch(Thread::isAlive);
  }

  private static void readInVain(AsyncResult<Object> result) {
    try {
      result.get();
    } catch (Exception ended) {
      // As the latch is down.
    }
  }
}
