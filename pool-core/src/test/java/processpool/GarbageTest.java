package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Conformance line 12: arguments and results become garbage soon after their task is done, on both
 * sides; and a program that never looks back can run tasks for ever.
 */
@Timeout(180)
class GarbageTest {
  /** How many tasks the memory test runs; a million shows more and takes longer. */
  private static final int MANY = Integer.getInteger("garbage.tasks", 200_000);

  private static final int BATCH = 10_000;

  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  static class Luggage implements Serializable {
    final byte[] weight = new byte[100_000];
  }

  private static void becomesGarbage(WeakReference<?> reference) {
    withCollections().until(() -> reference.get() == null);
  }

  private static ConditionFactory withCollections() {
    return await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .conditionEvaluationListener(condition -> System.gc());
  }

  @Test
  void anArgumentThoughItsResultIsKept() throws Exception {
    Luggage luggage = new Luggage();
    WeakReference<Luggage> argument = new WeakReference<>(luggage);
    AsyncResult<Integer> result = pool.applyAsync(l -> l.weight.length, luggage);
    AsyncResult<List<Integer>> map = pool.mapAsync(l -> l.weight.length, List.of(luggage));
    luggage = null;
    assertThat(result.get() + map.get().get(0)).isEqualTo(200_000);
    becomesGarbage(argument);
    assertThat(result.get() + map.get().get(0)).isEqualTo(200_000);
  }

  @Test
  void anArrayThatTravelsAsItIsThoughItsWorkerGetsNoOther() throws Exception {
    try (PathLog log = new PathLog()) {
      log.settle(pool);
    }
    byte[] array = new byte[1 << 20];
    WeakReference<byte[]> argument = new WeakReference<>(array);
    int length = pool.apply(x -> x.length, array);
    assertThat(length).isEqualTo(1 << 20);
    array = null;
    becomesGarbage(argument);
  }

  @Test
  void whatALambdaCapturedThoughItsResultIsKept() throws Exception {
    Luggage luggage = new Luggage();
    WeakReference<Luggage> captured = new WeakReference<>(luggage);
    AsyncResult<Integer> result = capture(luggage);
    luggage = null;
    assertThat(result.get()).isEqualTo(100_000);
    becomesGarbage(captured);
    assertThat(result.ready()).isTrue();
  }

  private AsyncResult<Integer> capture(Luggage luggage) {
    return pool.applyAsync(() -> luggage.weight.length);
  }

  @Test
  void aResultThoughThePoolLivesOn() throws Exception {
    becomesGarbage(new WeakReference<>(pool.apply(Luggage::new)));
    becomesGarbage(new WeakReference<>(pool.map(x -> new Luggage(), List.of(1)).get(0)));
    ResultIterator<Luggage> items = pool.imap(x -> new Luggage(), List.of(1, 2, 3));
    becomesGarbage(new WeakReference<>(items.next()));
    assertThat(items.next()).isNotNull();
    assertThatThrownBy(() -> pool.apply(x -> 1 / x, 0)).isNotNull();
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
  }

  static final List<WeakReference<Luggage>> SEEN = new ArrayList<>();

  static Luggage carry(Luggage argument) {
    Luggage result = new Luggage();
    SEEN.add(new WeakReference<>(argument));
    SEEN.add(new WeakReference<>(result));
    return result;
  }

  static long stillThere() {
    System.gc();
    return SEEN.stream().filter(reference -> reference.get() != null).count();
  }

  @Test
  void argumentAndResultOnTheWorkersSideToo() throws Exception {
    ProcessPool one = new ProcessPool(1);
    for (int i = 0; i < 3; i++) {
      one.apply(GarbageTest::carry, new Luggage());
    }
    assertThat(one.apply(() -> SEEN.size())).isEqualTo(6);
    await().atMost(Duration.ofSeconds(60)).until(() -> one.apply(GarbageTest::stillThere) == 0);
    one.terminate();
    one.join();
  }

  private static long used() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void runAndForget(int count) throws Exception {
    for (int done = 0; done < count; done += BATCH) {
      AsyncResult<Integer> last = null;
      for (int i = 0; i < BATCH; i++) {
        last = pool.applyAsync(Tasks::square, i);
      }
      last.get();
      pool.map(Tasks::square, List.of(1, 2), 1); // whatever was beside the last one is done too
    }
  }

  @Test
  void finishedTasksLeaveTheHeapWhereItWas() throws Exception {
    runAndForget(3 * BATCH);
    long before = used();
    runAndForget(MANY);
    // Thirty bytes for each task kept would be more than this; the least object has sixteen.
    long allowed = 1_000_000 + 10L * MANY;
    withCollections().until(() -> used() - before < allowed);
  }

  @Test
  void cancelledTasksLeaveTheHeapWhereItWas() throws Exception {
    AsyncResult<Long> first = pool.applyAsync(Tasks::sleepForever);
    AsyncResult<Long> second = pool.applyAsync(Tasks::sleepForever);
    await().until(() -> first.workerPid().isPresent() && second.workerPid().isPresent());
    submitAndCancel(1_000);
    long before = used();
    submitAndCancel(50_000);
    withCollections().until(() -> used() - before < 2_000_000);
    assertThat(first.isDone() || second.isDone()).isFalse();
  }

  private void submitAndCancel(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(pool.applyAsync(Tasks::square, i).cancel(false)).isTrue();
    }
  }
}
