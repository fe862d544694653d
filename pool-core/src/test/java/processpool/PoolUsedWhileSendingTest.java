package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Contract: code of users runs on no thread and under no lock where it could hold up others. So an
 * argument may use the pool while it is written, a pool of one too, and one that blocks holds up
 * itself alone. Conformance line 43.
 */
@Timeout(180)
class PoolUsedWhileSendingTest {
  private static final Duration LIMIT = Duration.ofSeconds(8);

  /** What is done while one is written; workers do nothing. */
  private static volatile Writing writing = () -> {};

  private interface Writing {
    void write() throws IOException;
  }

  private ProcessPool pool = new ProcessPool(1);
  private final CountDownLatch open = new CountDownLatch(1);

  @AfterEach
  void endPool() throws InterruptedException {
    open.countDown();
    writing = () -> {};
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
  }

  private static void use(ProcessPool pool) throws IOException {
    try {
      if (pool.apply(Tasks::square, 3) != 9 || pool.map(Tasks::square, List.of(2)).get(0) != 4) {
        throw new IOException("wrong");
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    }
  }

  /** By which of its methods. */
  enum Kind {
    WRITE_OBJECT,
    WRITE_REPLACE,
    WRITE_EXTERNAL
  }

  private static Object argument(Kind kind) {
    return switch (kind) {
      case WRITE_OBJECT -> new WithWriteObject();
      case WRITE_REPLACE -> new WithWriteReplace();
      case WRITE_EXTERNAL -> new WithWriteExternal();
    };
  }

  static class WithWriteObject implements Serializable {
    private void writeObject(ObjectOutputStream out) throws IOException {
      writing.write();
      out.defaultWriteObject();
    }
  }

  static class WithWriteReplace implements Serializable {
    private Object writeReplace() throws IOException {
      writing.write();
      return "replaced";
    }
  }

  /** Public, with a public constructor, as its interface demands. */
  public static class WithWriteExternal implements Externalizable {
    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      writing.write();
    }

    @Override
    public void readExternal(ObjectInput in) {}
  }

  /** A task that is no lambda. */
  static class OwnTask implements SerializableCallable<Integer> {
    private void writeObject(ObjectOutputStream out) throws IOException {
      writing.write();
      out.defaultWriteObject();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
    }

    @Override
    public Integer call() {
      return 1;
    }
  }

  static int one(Object argument) {
    return 1;
  }

  static int two(Object first, Object second) {
    return 2;
  }

  private static <T> T got(Future<T> result) throws Exception {
    return Promptly.call(() -> result.get(8, TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @EnumSource
  void byAnArgumentOfATaskOnceItsWorkerIsIdle(Kind kind) throws Exception {
    assertThat(pool.apply(Tasks::square, 1)).isEqualTo(1);
    List<Long> pids = pool.workerPids();
    writing = () -> use(pool);
    Object argument = argument(kind);
    for (int i = 0; i < 20; i++) {
      assertThat(got(Promptly.call(() -> pool.applyAsync(PoolUsedWhileSendingTest::one, argument))))
          .isEqualTo(1);
    }
    assertThat(pool.workerPids()).as("nobody was killed for it").isEqualTo(pids);
  }

  @ParameterizedTest
  @EnumSource
  void byAnArgumentThatHasToWaitForABusyWorker(Kind kind) throws Exception {
    writing = () -> use(pool);
    Object argument = argument(kind);
    for (int i = 0; i < 5; i++) {
      AsyncResult<long[]> busy = pool.applyAsync(Tasks::interval, 100);
      AsyncResult<Integer> waiting =
          Promptly.call(() -> pool.applyAsync(PoolUsedWhileSendingTest::one, argument));
      assertThat(got(waiting)).isEqualTo(1);
      assertThat(got(busy)).hasSize(3);
    }
  }

  /** Whatever a submission carries along. */
  enum Form {
    SECOND_ARGUMENT,
    CAPTURED,
    MAP,
    STARMAP,
    IMAP,
    EXECUTOR,
    OWN_TASK,
    RUN
  }

  private Object submitted(Form form, Object argument) throws Exception {
    return switch (form) {
      case SECOND_ARGUMENT -> got(pool.applyAsync(PoolUsedWhileSendingTest::two, 1, argument));
      case CAPTURED -> got(pool.applyAsync(() -> one(argument)));
      case MAP -> got(pool.mapAsync(PoolUsedWhileSendingTest::one, List.of(argument, argument), 1));
      case STARMAP ->
          got(pool.starmapAsync(PoolUsedWhileSendingTest::two, List.of(Map.entry(argument, 1))));
      case IMAP -> pool.imap(PoolUsedWhileSendingTest::one, List.of(argument, 2)).next(LIMIT);
      case EXECUTOR -> got(pool.asExecutorService().submit(() -> one(argument)));
      case OWN_TASK -> got(pool.applyAsync(new OwnTask()));
      case RUN -> got(pool.runAsync(x -> {}, argument)) == null;
    };
  }

  @ParameterizedTest
  @EnumSource
  void inEveryFormOfSubmission(Form form) throws Exception {
    assertThat(pool.apply(Tasks::square, 1)).isEqualTo(1);
    writing = () -> use(pool);
    Object argument = argument(Kind.WRITE_OBJECT);
    for (int i = 0; i < 5; i++) {
      assertThat(Promptly.call(() -> submitted(form, argument)))
          .isIn(1, 2, true, List.of(1, 1), List.of(2));
    }
  }

  @Test
  void anInitializersArgumentMayUseAnotherPool() throws Exception {
    writing = () -> use(pool);
    ProcessPool second =
        Promptly.call(
            () ->
                ProcessPool.builder()
                    .processes(1)
                    .initializer(x -> {}, argument(Kind.WRITE_OBJECT))
                    .build());
    assertThat(got(second.applyAsync(Tasks::square, 3))).isEqualTo(9);
    second.terminate();
    assertThat(second.join(LIMIT)).isTrue();
  }

  private void onceOpen() throws IOException {
    try {
      open.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void anArgumentThatBlocksAsItIsSentHoldsUpItselfAlone() throws Exception {
    pool.terminate();
    pool = new ProcessPool(2);
    assertThat(pool.map(Tasks::square, List.of(1, 2), 1)).containsExactly(1, 4);
    AsyncResult<long[]> busy = pool.applyAsync(Tasks::interval, 500);
    AsyncResult<long[]> busyToo = pool.applyAsync(Tasks::interval, 500);
    Object argument = argument(Kind.WRITE_OBJECT);
    AsyncResult<Integer> blocked = pool.applyAsync(PoolUsedWhileSendingTest::one, argument);
    writing = this::onceOpen;
    assertThat(got(busy)).hasSize(3);
    assertThat(got(busyToo)).hasSize(3);
    for (int i = 0; i < 50; i++) {
      int x = i;
      AsyncResult<Integer> other = Promptly.call(() -> pool.applyAsync(Tasks::square, x));
      assertThat(got(other)).isEqualTo(i * i);
    }
    open.countDown();
    assertThat(got(blocked)).isEqualTo(1);
  }
}
