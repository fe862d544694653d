package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
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
