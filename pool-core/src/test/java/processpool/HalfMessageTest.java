package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import processpool.wire.MessageWriter;
import processpool.wire.ToParent;

/** Conformance line 76: a frame that never completes costs its worker, and keeps nobody waiting. */
@Timeout(120)
class HalfMessageTest {
  private static final byte[] TEXT = new byte[40];

  private ProcessPool pool;

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
  }

  static int writeHalf(int bytes) throws Exception {
    byte[] frame = Hostile.frame(new MessageWriter(ToParent.OUTPUT).putBytes(new byte[4000]));
    Hostile.link().write(Arrays.copyOf(frame, bytes));
    return bytes;
  }

  /**
   * Writes a frame that lacks so many bytes at its end, which what the worker says next makes up.
   */
  static int swallow(int bytes) throws Exception {
    byte[] frame = Hostile.frame(new MessageWriter(ToParent.OUTPUT).putByte(1).putBytes(TEXT));
    Hostile.link().write(Arrays.copyOf(frame, frame.length - bytes));
    TimeUnit.MILLISECONDS.sleep(50); // until nobody is awake who waits for this task
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8, 9, 10}) // a bell is a frame of 9
  void aBellInsideIsHeardAllTheSame(int bytes) throws Exception {
    pool = new ProcessPool(1);
    // Over pipes it is the task's own answer that is lost: as good as a task without end.
    assumeThat(PathLog.sharedMemoryExpected()).as("shared memory is in use").isTrue();
    try (PathLog log = new PathLog()) {
      log.settle(pool);
    }
    AsyncResult<Integer> task = pool.applyAsync(HalfMessageTest::swallow, bytes);
    try {
      assertThat(task.get(Duration.ofSeconds(30))).isEqualTo(bytes);
    } catch (ExecutionException failed) {
      assertThat(failed).hasCauseInstanceOf(WorkerDiedException.class);
    }
    assertThat(pool.applyAsync(Tasks::square, 3).get(Duration.ofSeconds(20))).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6, 8, 20})
  void itsWorkerIsBlamedAndReplaced(int bytes) throws Exception {
    pool = new ProcessPool(1);
    AsyncResult<Integer> half = pool.applyAsync(HalfMessageTest::writeHalf, bytes);
    assertThatThrownBy(() -> half.get(Duration.ofSeconds(30)))
        .isInstanceOf(ExecutionException.class)
        .isNotInstanceOf(TimeoutException.class)
        .hasCauseInstanceOf(WorkerDiedException.class);
    assertThat(pool.applyAsync(Tasks::square, 3).get(Duration.ofSeconds(20))).isEqualTo(9);
  }
}
