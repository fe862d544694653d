package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Contract: what runs is what was submitted, and values travel as copies, whatever their shape. */
@Timeout(90)
class FunctionShapesTest {
  private static final Duration BOUND = Duration.ofSeconds(30);

  private final ProcessPool pool = new ProcessPool(1);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(BOUND)).isTrue();
  }

  interface Job extends Callable<Integer>, Runnable, Serializable {
    int work();

    @Override
    default Integer call() {
      return 10 * work();
    }

    @Override
    default void run() {
      System.out.println("run " + work());
    }
  }

  interface AddOne extends SerializableFunction<Integer, Integer> {
    int add(int a, int b);

    @Override
    default Integer apply(Integer x) {
      return add(x, 1);
    }
  }

  @Test
  void aLambdaIsCalledThroughWhatItsInterfacePutsAroundIt() throws Exception {
    Job job = () -> 4;
    PoolExecutor executor = pool.asExecutorService();
    Callable<Integer> callable = job;
    assertThat(executor.submit(callable).get()).isEqualTo(40);
    try (CapturedOutput captor = new CapturedOutput()) {
      Runnable runnable = job;
      executor.submit(runnable).get();
      assertThat(captor.out().strip()).isEqualTo("run 4");
    }
    assertThat(executor.submit(callable).get()).isEqualTo(40);
    AddOne sum = (a, b) -> a + b;
    assertThat(pool.map(sum, List.of(1, 2, 3, 4), 4)).containsExactly(2, 3, 4, 5);
  }

  private static final byte[] REUSED = new byte[8192];

  static byte[] filled(int x) {
    Arrays.fill(REUSED, (byte) x);
    return REUSED;
  }

  @Test
  void anArrayThatATaskUsesAgainArrivesAsItWasReturned() throws Exception {
    List<byte[]> results = pool.map(FunctionShapesTest::filled, List.of(1, 2, 3), 3);
    for (int i = 0; i < 3; i++) {
      assertThat(results.get(i)).hasSize(8192).containsOnly(i + 1);
    }
  }

  static int changeFirstReadSecond(List<int[]> list) {
    list.get(0)[0] = 1;
    return list.get(1)[0];
  }

  @Test
  void whatAListHoldsTwiceIsOneThingInTheWorkerToo() throws Exception {
    List<int[]> twice = new ArrayList<>(Collections.nCopies(3, new int[4]));
    assertThat(pool.apply(FunctionShapesTest::changeFirstReadSecond, twice)).isEqualTo(1);
    List<int[]> two = new ArrayList<>(List.of(new int[4], new int[4]));
    assertThat(pool.apply(FunctionShapesTest::changeFirstReadSecond, two)).isZero();
  }

  private static byte[] loaded = {};

  static int firstLoaded() {
    return loaded[0];
  }

  @Test
  void whatTheInitializerIsGivenMayBeChangedAfterwards() throws Exception {
    byte[] table = new byte[8192];
    Arrays.fill(table, (byte) 7);
    ProcessPool given =
        ProcessPool.builder().processes(1).initializer(x -> loaded = x, table).build();
    Arrays.fill(table, (byte) 0);
    assertThat(given.applyAsync(FunctionShapesTest::firstLoaded).get(BOUND)).isEqualTo(7);
    given.terminate();
    given.join();
  }

  private static void failThoughAHookHangs() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    TimeUnit.DAYS.sleep(1);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }));
    throw new IllegalStateException("no database");
  }

  @Test
  void aFailingInitializerBreaksThePoolThoughAShutdownHookHangs() throws Exception {
    ProcessPool broken =
        ProcessPool.builder().processes(1).initializer(() -> failThoughAHookHangs()).build();
    AsyncResult<Integer> result = broken.applyAsync(Tasks::square, 3);
    assertThatThrownBy(() -> result.get(Duration.ofSeconds(60)))
        .hasCauseInstanceOf(BrokenPoolException.class)
        .hasMessageContaining("no database");
    broken.terminate();
    broken.join();
  }

  static int exitInTheMiddleOfALine() {
    System.out.print("half a line");
    System.exit(3);
    return 1;
  }

  @Test
  void aLineThatATaskDidNotFinishBeforeItCalledExitComesOut() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      AsyncResult<Integer> result = pool.applyAsync(FunctionShapesTest::exitInTheMiddleOfALine);
      assertThatThrownBy(() -> result.get(BOUND)).hasCauseInstanceOf(WorkerDiedException.class);
      await().until(() -> captor.out().contains("half a line"));
    }
  }
}
