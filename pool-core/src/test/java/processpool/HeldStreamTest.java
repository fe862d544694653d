package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever holds the program's own stream while it waits for tasks that print gets their results;
 * what they printed comes out afterwards. Conformance line 61.
 */
@Timeout(120)
class HeldStreamTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** One of those whose methods take their own monitor, as all do on JDK 17. */
  private static final class Held extends PrintStream {
    Held(ByteArrayOutputStream to) {
      super(to, true, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, length);
    }
  }

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream held = new Held(out);
  private final PrintStream before = System.out;
  private final String memoryBefore = System.getProperty(PathLog.SWITCH, "true");
  private final PathLog log = new PathLog();
  private ProcessPool pool;

  @BeforeEach
  void hold() {
    System.setOut(held);
  }

  @AfterEach
  void restore() {
    System.setOut(before);
    System.setProperty(PathLog.SWITCH, memoryBefore);
    log.close();
    pool.terminate();
  }

  private void start(boolean memory) {
    System.setProperty(PathLog.SWITCH, Boolean.toString(memory && memoryBefore.equals("true")));
    pool = new ProcessPool(2);
    log.settle(pool);
  }

  static int hello(int x) {
    System.out.println("hello " + x);
    return x;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void byWhoWaitsForATaskThatPrints(boolean memory) throws Exception {
    start(memory);
    List<Integer> all = IntStream.range(0, 50).boxed().toList();
    synchronized (held) {
      assertThat(pool.applyAsync(HeldStreamTest::hello, 1).get(LIMIT)).isEqualTo(1);
      assertThat(pool.mapAsync(HeldStreamTest::hello, all, 1).get(LIMIT)).isEqualTo(all);
    }
    assertThat(pool.apply(HeldStreamTest::hello, 2)).isEqualTo(2);
    await().until(() -> out.toString(StandardCharsets.UTF_8).contains("hello 2"));
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(52)
        .startsWith("hello 1")
        .endsWith("hello 2");
  }

  static int print(int bytes) {
    System.out.println("x".repeat(bytes));
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileMuchIsPrinted(boolean memory) throws Exception {
    start(memory);
    synchronized (held) {
      for (int i = 0; i < 10; i++) {
        assertThat(pool.applyAsync(HeldStreamTest::print, 2_000_000).get(LIMIT)).isPositive();
      }
    }
    assertThat(pool.apply(HeldStreamTest::hello, 2)).isEqualTo(2);
    await().until(() -> out.size() == 10 * 2_000_001 + "hello 2\n".length());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWorkersDeathIsToldMeanwhile(boolean memory) throws Exception {
    start(memory);
    CountDownLatch isHeld = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Thread holder =
        new Thread(
            () -> {
              synchronized (held) {
                isHeld.countDown();
                try {
                  boolean unused = over.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    holder.start();
    isHeld.await();
    AsyncResult<Integer> answered = pool.applyAsync(HeldStreamTest::hello, 1);
    assertThat(answered.get(LIMIT)).isEqualTo(1);
    AsyncResult<Object> dead =
        pool.applyAsync(
            () -> {
              System.out.println("last words");
              Runtime.getRuntime().halt(3);
              return null;
            });
    assertThat(dead.await(LIMIT)).isTrue();
    assertThat(pool.applyAsync(Tasks::square, 3).get(LIMIT)).isEqualTo(9);
    over.countDown();
    holder.join();
    assertThat(pool.apply(HeldStreamTest::hello, 2)).isEqualTo(2);
    await().until(() -> out.toString(StandardCharsets.UTF_8).contains("hello 2"));
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("hello 1", "last words", "hello 2");
  }
}
