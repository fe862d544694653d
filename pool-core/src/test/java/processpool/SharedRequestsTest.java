package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.wire.MessageWriter;
import processpool.wire.ToParent;

/** A worker that asks for shared values without end, or for what there never was. */
@Timeout(120)
class SharedRequestsTest {
  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
  }

  static int ask(int requests, Shared<?> shared, int number, long offset) throws Exception {
    Field pool = Shared.class.getSuperclass().getDeclaredField("pool");
    pool.setAccessible(true);
    byte[] one =
        Hostile.frame(
            new MessageWriter(ToParent.VALUE_REQUEST)
                .putInt(1)
                .putLong((Long) pool.get(shared) + (number == 0 ? 1 : 0))
                .putInt(number)
                .putLong(offset));
    ByteArrayOutputStream hundred = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      hundred.write(one);
    }
    for (int i = 0; i < requests; i += 100) {
      Hostile.link().write(hundred.toByteArray());
    }
    TimeUnit.SECONDS.sleep(requests > 0 ? 3 : 0);
    return requests;
  }

  private void isBlamed(int requests, int number, long offset) throws Exception {
    Shared<byte[]> shared = pool.share(new byte[100_000]);
    AsyncResult<Integer> asked = pool.applyAsync(() -> ask(requests, shared, number, offset));
    assertThatThrownBy(() -> asked.get(Duration.ofSeconds(60)))
        .hasCauseInstanceOf(WorkerDiedException.class);
    assertThat(pool.apply(() -> shared.get().length)).isEqualTo(100_000);
  }

  @Test
  void aNumberThatWasNeverGivenIsDamage() throws Exception {
    isBlamed(100, 2, 0);
    isBlamed(100, -1, 0);
  }

  @Test
  void anOffsetBehindTheEndIsDamage() throws Exception {
    isBlamed(100, 1, 1L << 40);
    isBlamed(100, 1, -2);
  }

  @Test
  void moreThanAWorkersThreadsCanNeedAreDamage() throws Exception {
    isBlamed(2_000_000, 1, 0);
  }

  @Test
  void poolsThatThereAreNotCostNothing() throws Exception {
    Shared<byte[]> shared = pool.share(new byte[100_000]);
    AsyncResult<Integer> asked = pool.applyAsync(() -> ask(100, shared, 0, -1));
    assertThat(asked.get(Duration.ofSeconds(60))).isEqualTo(100);
    assertThat(pool.apply(() -> shared.get().length)).isEqualTo(100_000);
  }
}
