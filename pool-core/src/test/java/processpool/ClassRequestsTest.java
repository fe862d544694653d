package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.wire.MessageWriter;
import processpool.wire.ToParent;

/**
 * Conformance line 71: a worker that asks for classes without end costs the parent next to nothing.
 */
@Timeout(120)
class ClassRequestsTest {
  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
  }

  static int flood(int requests, String name) throws Exception {
    byte[] one =
        Hostile.frame(
            new MessageWriter(ToParent.CLASS_REQUEST)
                .putInt(1)
                .putInt(0)
                .putByte(0)
                .putString(name));
    ByteArrayOutputStream hundred = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      hundred.write(one);
    }
    for (int i = 0; i < requests; i += 100) {
      Hostile.link().write(hundred.toByteArray());
    }
    TimeUnit.SECONDS.sleep(3);
    return requests;
  }

  private static long helpers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("processpool-classes"))
        .count();
  }

  private long mostHelpers(AsyncResult<?> until) throws Exception {
    long most = 0;
    for (int i = 0; i < 60 && !until.isDone(); i++) {
      most = Math.max(most, helpers());
      assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return most;
  }

  @Test
  void noMoreThreadsThanWorkers() throws Exception {
    pool.apply(Tasks::square, 1);
    AsyncResult<Integer> flood =
        pool.applyAsync(ClassRequestsTest::flood, 9_000, "java/lang/Object.class");
    assertThat(mostHelpers(flood)).isBetween(0L, 2L);
  }

  @Test
  void moreThanAWorkersThreadsCanNeedAreDamage() throws Exception {
    pool.apply(Tasks::square, 1);
    AsyncResult<Integer> flood =
        pool.applyAsync(ClassRequestsTest::flood, 2_000_000, "no/such/Thing.class");
    assertThat(mostHelpers(flood)).isBetween(0L, 2L);
    assertThatThrownBy(() -> flood.get(Duration.ofSeconds(60)))
        .hasCauseInstanceOf(WorkerDiedException.class);
    assertThat(pool.apply(Tasks::square, 4)).isEqualTo(16);
  }

  @Test
  void aNameThatNoClassCanHaveIsDamage() throws Exception {
    AsyncResult<Integer> asked = pool.applyAsync(ClassRequestsTest::flood, 100, "x".repeat(70_000));
    assertThatThrownBy(() -> asked.get(Duration.ofSeconds(60)))
        .hasCauseInstanceOf(WorkerDiedException.class);
  }
}
