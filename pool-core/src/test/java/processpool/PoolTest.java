package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PoolTest {
  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  @Test
  void workersAreOtherProcessesAndReused() throws Exception {
    Set<Long> seen = new TreeSet<>();
    for (int i = 0; i < 20; i++) {
      seen.add(pool.apply(Tasks::pid));
    }
    assertThat(pool.workerPids()).hasSize(2).containsAll(seen).doesNotContain(Tasks.pid());
    assertThat(pool.map(x -> Tasks.callsOfThisWorker(), IntStream.range(0, 50).boxed().toList(), 1))
        .anyMatch(calls -> calls > 1);
  }

  @Test
  void aPoolOfTwoRunsTwoTasksAtOnceAndNeverThree() throws Exception {
    List<AsyncResult<long[]>> results = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      results.add(pool.applyAsync(Tasks::interval, 200));
    }
    List<long[]> runs = new ArrayList<>();
    for (AsyncResult<long[]> result : results) {
      runs.add(result.get());
    }
    long mostAtOnce =
        runs.stream()
            .mapToLong(r -> runs.stream().filter(o -> o[1] <= r[1] && r[1] < o[2]).count())
            .max()
            .orElseThrow();
    assertThat(mostAtOnce).isEqualTo(2);
    for (long[] one : runs) {
      assertThat(runs.stream().filter(o -> o[0] == one[0] && o[1] < one[2] && one[1] < o[2]))
          .as("a worker runs one task at a time")
          .hasSize(1);
    }
  }

  @Test
  void mapKeepsTheOrder() throws Exception {
    List<Integer> numbers = IntStream.range(0, 1000).boxed().toList();
    assertThat(pool.map(Tasks::square, numbers))
        .isEqualTo(numbers.stream().map(Tasks::square).toList());
    assertThat(pool.map(Tasks::square, List.<Integer>of())).isEmpty();
  }

  @Test
  void aMapFailsWithItsFirstFailureInArgumentOrderAndThePoolGoesOn() throws Exception {
    assertThatThrownBy(() -> pool.map(x -> 12 / (x % 3), List.of(1, 2, 3, 4, 6), 1))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ArithmeticException.class);
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
  }

  @Test
  void valuesOfEveryKindComeBackAsTheyWent() throws Exception {
    List<Object> values =
        new ArrayList<>(
            List.of(
                1, 2L, 3.5, 4.5f, (short) -5, (byte) -6, 'ü', true, false, "日本語\ud800", "latin é"));
    values.add(null);
    values.add(new ArrayList<>(List.of(1, "x")));
    values.add(List.of(1, "x"));
    values.add(Duration.ofSeconds(3));
    for (Object value : values) {
      assertThat(pool.applyAsync(x -> x, value).get()).isEqualTo(value);
    }
    int[] ints = pool.apply(x -> x, new int[] {1, -2});
    assertThat(ints).containsExactly(1, -2);
    byte[] bytes = pool.apply(x -> x, new byte[3_000_000]);
    assertThat(bytes).hasSize(3_000_000);
    double[] doubles = pool.apply(x -> x, new double[] {1.5, Double.NaN});
    assertThat(doubles).containsExactly(1.5, Double.NaN);
    long[] longs = pool.apply(x -> x, new long[] {Long.MIN_VALUE});
    assertThat(longs).containsExactly(Long.MIN_VALUE);
  }

  @Test
  void whatCannotTravelIsRefusedAtTheCallAndThePoolGoesOn() throws Exception {
    Object unserializable = new Object();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> pool.applyAsync(x -> 1, unserializable))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("java.lang.Object");
      assertThatThrownBy(() -> pool.applyAsync(() -> unserializable.hashCode()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("java.lang.Object");
    }
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
  }

  static class Order implements Serializable {
    final String name = "x";
    final List<Object> items = new ArrayList<>(List.of(1));
    final Thread clerk = new Thread();
  }

  @Test
  void theFieldThatCannotTravelIsNamed() {
    assertThatThrownBy(() -> pool.applyAsync(x -> 1, new Order()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Thread, in field Order.clerk");
    Order captured = new Order();
    assertThatThrownBy(() -> pool.applyAsync(() -> captured.name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Thread");
  }

  @Test
  void aResultThatCannotTravelFailsAloneAndNoWorkerIsLost() throws Exception {
    pool.map(Tasks::square, List.of(1, 2), 1);
    List<Long> before = pool.workerPids();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> pool.apply(() -> new StringJoiner("-")))
          .hasCauseInstanceOf(NotSerializableException.class)
          .hasMessageContaining("java.util.StringJoiner");
    }
    assertThat(pool.workerPids()).isEqualTo(before);
  }

  static class Awkward extends RuntimeException {
    final Object unserializable = new Object();

    Awkward(String message) {
      super(message);
    }
  }

  @Test
  void anExceptionThatCannotBeRebuiltArrivesAsText() {
    AsyncResult<Object> result =
        pool.applyAsync(
            () -> {
              throw new Awkward("no way back");
            });
    assertThatThrownBy(result::get)
        .cause()
        .isInstanceOf(RemoteTaskException.class)
        .hasMessageContaining(Awkward.class.getName())
        .hasMessageContaining("no way back")
        .hasMessageContaining("PoolTest.java");
  }

  @Test
  void aWorkerThatDiesFailsItsOneTaskAndIsReplaced() throws Exception {
    AsyncResult<Void> dying = pool.runAsync(() -> Runtime.getRuntime().halt(3));
    List<AsyncResult<Integer>> others = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      others.add(pool.applyAsync(Tasks::square, i));
    }
    assertThatThrownBy(dying::get)
        .cause()
        .isInstanceOfSatisfying(
            WorkerDiedException.class,
            died -> {
              assertThat(died.exitCode()).isEqualTo(3);
              assertThat(died.pid()).isEqualTo(dying.workerPid().orElseThrow());
            });
    for (int i = 0; i < 10; i++) {
      assertThat(others.get(i).get()).isEqualTo(i * i);
    }
    await().until(() -> pool.workerPids().size() == 2);
  }

  @Test
  void aKilledIdleWorkerCostsNoTask() throws Exception {
    pool.map(Tasks::square, List.of(1, 2), 1);
    for (int round = 0; round < 5; round++) {
      ProcessHandle.of(pool.workerPids().get(0)).ifPresent(ProcessHandle::destroyForcibly);
      for (int i = 0; i < 4; i++) {
        assertThat(pool.applyAsync(Tasks::square, i).get()).isEqualTo(i * i);
      }
    }
  }

  @Test
  void cancelKillsARunningTaskOnlyWhenAllowed() throws Exception {
    AsyncResult<Long> running = pool.applyAsync(Tasks::sleepForever);
    await().until(() -> running.workerPid().isPresent());
    assertThat(running.cancel(false)).isFalse();
    assertThat(running.cancel(true)).isTrue();
    assertThatThrownBy(running::get).isInstanceOf(CancellationException.class);
    assertThat(running.isCancelled()).isTrue();
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
  }

  @Test
  void getGivesUpOnTimeAndCancelsNothing() throws Exception {
    AsyncResult<long[]> slow = pool.applyAsync(Tasks::interval, 500);
    assertThatThrownBy(() -> slow.get(Duration.ofMillis(20))).isInstanceOf(TimeoutException.class);
    assertThat(slow.await(Duration.ofMillis(1))).isFalse();
    assertThatThrownBy(slow::successful).isInstanceOf(IllegalStateException.class);
    assertThat(slow.get()).hasSize(3);
    assertThat(slow.successful()).isTrue();
  }

  @Test
  void callbacksMayWaitForOtherTasks() throws Exception {
    assertThat(
            pool.applyAsync(Tasks::square, 2)
                .toCompletableFuture()
                .thenApply(four -> ask(four))
                .get())
        .isEqualTo(16);
  }

  private int ask(int x) {
    try {
      return pool.apply(Tasks::square, x);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void outputArrivesWholeInUtf8AndBeforeTheResult() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      pool.map(
          x -> {
            System.out.print("begin 进程" + x);
            System.out.println(" end");
            return x;
          },
          IntStream.range(0, 200).boxed().toList(),
          1);
    } finally {
      System.setOut(before);
    }
    assertThat(captured.toString(StandardCharsets.UTF_8).lines())
        .hasSize(200)
        .allMatch(line -> line.matches("begin 进程\\d+ end"));
  }

  @Test
  void closedMeansClosed() throws Exception {
    assertThatThrownBy(pool::join)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("close");
    AsyncResult<long[]> last = pool.applyAsync(Tasks::interval, 100);
    pool.close();
    pool.close();
    assertThatThrownBy(() -> pool.applyAsync(Tasks::square, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("pool is closed");
    pool.join();
    pool.join();
    assertThat(last.successful()).isTrue();
    assertThat(pool.workerPids()).isEmpty();
  }

  @Test
  void terminateEndsEverythingAtOnce() throws Exception {
    List<AsyncResult<Long>> results = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      results.add(pool.applyAsync(Tasks::sleepForever));
    }
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
    for (AsyncResult<Long> result : results) {
      assertThatThrownBy(result::get).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void badNumbersAreRefusedAtTheCall() {
    assertThatThrownBy(() -> new ProcessPool(0)).hasMessageContaining("processes=0");
    assertThatThrownBy(() -> ProcessPool.builder().processes(-1))
        .hasMessageContaining("processes=-1");
    assertThatThrownBy(() -> pool.map(Tasks::square, List.of(1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chunkSize=0");
  }
}
