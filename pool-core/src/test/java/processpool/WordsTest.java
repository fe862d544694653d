package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import processpool.schedule.Engine;
import processpool.schedule.Engines;
import processpool.schedule.Outcome;
import processpool.schedule.WorkerDeath;
import processpool.schedule.WorkerId;
import processpool.wire.MessageWriter;
import processpool.wire.ToParent;
import processpool.wire.ToWorker;

/** What a message says to do helps in that very case. */
@Timeout(120)
class WordsTest {
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger("processpool");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private ProcessPool pool;

  @BeforeEach
  void startPool() {
    logger.addHandler(handler);
    pool = new ProcessPool(1);
  }

  @AfterEach
  void endPool() throws InterruptedException {
    logger.removeHandler(handler);
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  private void awaitLogged(String begin, String advice) {
    await()
        .untilAsserted(
            () ->
                assertThat(logged)
                    .anySatisfy(text -> assertThat(text).startsWith(begin).contains(advice)));
  }

  static class Throws implements Serializable {
    final String what;

    Throws(String what) {
      this.what = what;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      throw new OutOfMemoryError(what); // as the JDK does, without the memory
    }
  }

  static Object made(String what) {
    return new Throws(what);
  }

  private static final String HEAP = "Java heap space";
  private static final String LIMIT = "Required length exceeds implementation limit";

  @Test
  void whatThisProgramsHeapHasNoRoomForIsToldFromWhatNoMessageHolds() {
    assertThatThrownBy(() -> pool.applyAsync(x -> 1, new Throws(HEAP)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "cannot travel to a worker: it is too large for the parent's heap of ")
        .hasMessageContaining("start this program with a larger -Xmx")
        .hasMessageNotContaining("2 GiB");
    assertThatThrownBy(() -> pool.applyAsync(x -> 1, new Throws(LIMIT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "too large to send to or from a worker: a message holds at most 2 GiB")
        .hasMessageContaining("write it to a file and send the file's path, or split it")
        .hasMessageNotContaining("-Xmx");
  }

  @Test
  void aResultThatNoMessageHoldsIsNotToldToGetMoreHeap() {
    assertThatThrownBy(() -> pool.apply(WordsTest::made, LIMIT))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("a message holds at most 2 GiB")
        .hasMessageContaining("write it to a file and send the file's path, or split it")
        .hasMessageNotContaining("Xmx");
    assertThatThrownBy(() -> pool.apply(WordsTest::made, HEAP))
        .hasMessageContaining("give the workers more, by jvmOptions(\"-Xmx…\")");
  }

  @Test
  void argumentsThatAreTooMuchTogether() {
    String heap =
        new Failures("test")
            .of(new Outcome.Unsendable(new OutOfMemoryError(HEAP)), -1)
            .getMessage();
    assertThat(heap)
        .startsWith("the task's arguments have no room in the parent's heap of ")
        .contains("start this program with a larger -Xmx, or submit fewer at a time")
        .doesNotContain("2 GiB");
    IOException large = new IOException("a message holds at most 2 GiB");
    assertThat(new Failures("test").of(new Outcome.Unsendable(large), -1))
        .hasMessageContaining("cannot travel to a worker: java.io.IOException: a message holds")
        .hasMessageEndingWith("; in a map, a smaller chunk size may be enough")
        .hasMessageNotContaining("Xmx");
  }

  @Test
  void twoVersionsOfThePool() {
    assertThatThrownBy(() -> pool.apply(WordsTest::sayOtherVersion))
        .hasStackTraceContaining("two versions of pool-core are on the class path: ")
        .hasStackTraceContaining("; keep one of the two jars");
  }

  static int sayOtherVersion() throws InterruptedException {
    Hostile.say(new MessageWriter(ToParent.HELLO).putInt(ToWorker.VERSION + 1));
    Tasks.sleepForever();
    return 0;
  }

  @Test
  void aBuilderThatTakesNoEngine() {
    Engine none = null;
    assertThatThrownBy(() -> Engines.builder(String.class, none))
        .hasMessage(
            "the builder takes no engine: class=java.lang.String; use pool-core and the engine's"
                + " module in the same version");
  }

  @Test
  void aMethodOfNull() {
    assertThatThrownBy(() -> pool.map(String::length, Arrays.asList("a", null)))
        .hasMessageContaining("at argument index=1")
        .rootCause()
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("null argument where the task calls a method of it: ")
        .hasMessageContaining("method=String.length; pass an object, or a lambda that checks for");
  }

  @Test
  void aListenerThatThrows() throws Exception {
    PoolListener bad =
        new PoolListener() {
          @Override
          public void taskSubmitted(TaskEvent event) {
            throw new IllegalStateException("no dashboard");
          }
        };
    ProcessPool heard = ProcessPool.builder().processes(1).listener(bad).build();
    assertThat(heard.apply(Tasks::square, 3)).isEqualTo(9);
    awaitLogged("the pool's listener threw, and may have missed", "mend it where the stack trace");
    heard.terminate();
    heard.join();
  }

  /** Refuses what tasks print. */
  static final class Full extends PrintStream {
    Full() {
      super(new ByteArrayOutputStream());
    }

    @Override
    public void write(byte[] text, int offset, int length) {
      throw new IllegalStateException("full");
    }
  }

  @Test
  void aPrintStreamThatThrows() throws Exception {
    PrintStream before = System.out;
    System.setOut(new Full());
    try {
      pool.apply(
          () -> {
            System.out.println("lost");
            return 1;
          });
    } finally {
      System.setOut(before);
    }
    awaitLogged(
        "what a task printed is lost, as this program's own stream threw: stream=System.out, class="
            + Full.class.getName(),
        "; mend what was given to System.setOut");
  }

  @Test
  void aFailureThatNobodyAskedAbout() throws Exception {
    pool.runAsync(
        () -> {
          throw new IllegalStateException("forgotten");
        });
    pool.apply(Tasks::square, 3);
    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(logged)
                  .anySatisfy(
                      text ->
                          assertThat(text)
                              .contains("nobody asked for its result")
                              .contains("call get() on each result"));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "3, look whether the task ends its process",
    "0, look whether the task ends its process",
    "137, Something has killed it",
    "134, native code has given up",
    "143, Something has ended it from outside",
  })
  void aDeathWithoutLastWordsSaysWhatToLookFor(int exitCode, String advice) {
    WorkerDeath death = new WorkerDeath(new WorkerId("", 5), exitCode, "", null);
    assertThat(new WorkerDiedException(death, -1)).hasMessageContaining(advice);
  }

  @Test
  void aDeathForAReasonOnThisSide() {
    WorkerDeath damage = new WorkerDeath(new WorkerId("", 5), 137, "", new IOException("damaged"));
    assertThat(new WorkerDiedException(damage, -1))
        .hasMessageContaining("please report it")
        .hasMessageNotContaining("short of memory");
    WorkerDeath cut =
        new WorkerDeath(
            new WorkerId("", 5), 137, "", new IOException("the stream ended inside a frame"));
    assertThat(new WorkerDiedException(cut, -1)).hasMessageContaining("Something has killed it");
    WorkerDeath full =
        new WorkerDeath(new WorkerId("", 5), 137, "", new OutOfMemoryError("Java heap space"));
    assertThat(new WorkerDiedException(full, -1))
        .hasMessageContaining("start this program with a larger -Xmx")
        .hasMessageNotContaining("Give workers less");
  }

  @Test
  void whatAnExecutorHandsBackAndAnyOfNone() {
    assertThatThrownBy(() -> pool.asExecutorService().invokeAny(List.of()))
        .hasMessage("needs at least one task: tasks=[]");
    Throwable late =
        catchThrowable(
            () ->
                pool.asExecutorService()
                    .invokeAny(
                        List.<SerializableCallable<Long>>of(Tasks::sleepForever),
                        50,
                        java.util.concurrent.TimeUnit.MILLISECONDS));
    assertThat(late).hasMessageContaining("give them longer");
  }
}
