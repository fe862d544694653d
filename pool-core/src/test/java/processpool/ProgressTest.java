package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Contract: ProgressListener is called on one thread, in order, at most about twenty times a
 * second; the final state is always told, last, and before the map's result is done.
 */
@Timeout(180)
class ProgressTest {
  private final ProcessPool pool = new ProcessPool(2);
  private final Recorder heard = new Recorder();
  private final ProcessPool view = pool.withProgress(heard);

  /** done/total, as it was told. */
  record State(long done, long total) {}

  /** Keeps what it hears, and finds fault with how. */
  static class Recorder implements ProgressListener {
    private final List<State> states = new ArrayList<>();
    private final Set<Thread> threads = new HashSet<>();
    private boolean inside;
    private boolean overlapped;

    @Override
    public void progress(long done, long total) {
      synchronized (this) {
        overlapped |= inside;
        inside = true;
        threads.add(Thread.currentThread());
      }
      Thread.yield();
      synchronized (this) {
        states.add(new State(done, total));
        inside = false;
      }
    }

    synchronized List<State> states() {
      assertThat(overlapped).as("called while it was being called").isFalse();
      return List.copyOf(states);
    }

    /** The states of one submission. */
    List<State> only() {
      List<State> all = states();
      long before = -1;
      for (State state : all) {
        assertThat(state.done).as("done in %s", all).isGreaterThanOrEqualTo(before);
        before = state.done;
      }
      assertThat(new HashSet<>(all)).as("told once").hasSameSizeAs(all);
      assertThat(threads).hasSize(1);
      assertThat(threads).allMatch(thread -> thread.getName().equals("processpool-progress"));
      return all;
    }

    State last() {
      List<State> all = states();
      return all.get(all.size() - 1);
    }
  }

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  /** Not a Collection, so its size is not known. */
  private static Iterable<Integer> some(int count) {
    return () -> IntStream.range(0, count).iterator();
  }

  static int nap(int millis) throws InterruptedException {
    return Tasks.interval(millis).length;
  }

  @Test
  void ofAMapFromZeroToAllBeforeItsResultIsThere() throws Exception {
    List<Integer> squares = view.map(Tasks::square, numbers(100), 7);
    List<State> states = heard.only();
    assertThat(states).startsWith(new State(0, 100)).endsWith(new State(100, 100));
    assertThat(squares).hasSize(100);
  }

  /** Notes the ends between the states. */
  private static class Ends implements ProgressListener {
    private final List<String> heard = new ArrayList<>();

    @Override
    public synchronized void progress(long done, long total) {
      if (heard.isEmpty() || done == total) {
        heard.add(done + "/" + total);
      }
    }

    @Override
    public synchronized void ended() {
      heard.add("ended");
    }

    synchronized List<String> heard() {
      return List.copyOf(heard);
    }
  }

  @Test
  void theEndIsToldOnceAfterTheFinalStateAndBeforeTheResultIsThere() throws Exception {
    Ends ends = new Ends();
    ProcessPool ended = pool.withProgress(ends);
    ended.map(Tasks::square, numbers(10), 1);
    assertThat(ends.heard()).containsExactly("0/10", "10/10", "ended");
    ended.imap(Tasks::square, numbers(3)).forEachRemaining(unused -> {});
    assertThat(ends.heard()).endsWith("ended", "3/3", "ended");
  }

  @Test
  void theEndIsToldOfWhatIsCancelledToo() throws Exception {
    Ends ends = new Ends();
    AsyncResult<List<Integer>> map =
        pool.withProgress(ends).mapAsync(ProgressTest::nap, List.of(3_600_000, 3_600_000), 1);
    map.cancel(true);
    assertThat(ends.heard()).containsExactly("0/2", "ended");
    Ends closed = new Ends();
    pool.withProgress(closed).imap(ProgressTest::nap, numbers(3)).close();
    await().untilAsserted(() -> assertThat(closed.heard()).endsWith("ended"));
  }

  @Test
  void whatComesInBetweenIsToldTwentyTimesASecondAtMost() throws Exception {
    long begun = System.nanoTime();
    view.map(ProgressTest::nap, IntStream.generate(() -> 15).limit(200).boxed().toList(), 1);
    long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
    List<State> states = heard.only();
    assertThat(states).hasSizeBetween(10, (int) (millis / 50) + 3);
    assertThat(states).endsWith(new State(200, 200));
  }

  @Test
  void ofASingleTaskInEveryForm() throws Exception {
    view.apply(Tasks::square, 3);
    assertThat(heard.states()).containsExactly(new State(0, 1), new State(1, 1));
    view.runAsync(Tasks::nothing, 3).get();
    view.applyAsync(Math::floorMod, 3, 2).get();
    view.asExecutorService().submit(() -> 3).get();
    assertThat(heard.states()).hasSize(8).endsWith(new State(0, 1), new State(1, 1));
  }

  @Test
  void ofAStarmapAndOfNothing() throws Exception {
    view.starmap(Math::floorMod, List.of(Map.entry(5, 3), Map.entry(5, 2)));
    assertThat(heard.only()).startsWith(new State(0, 2)).endsWith(new State(2, 2));
    view.map(Tasks::square, List.of());
    assertThat(heard.last()).isEqualTo(new State(0, 0));
  }

  @Test
  void ofAnIterationTheTotalIsUnknownUntilItsArgumentsHaveBeenRead() {
    view.imap(ProgressTest::nap, some(40)).forEachRemaining(x -> {});
    List<State> states = heard.only();
    assertThat(states).startsWith(new State(0, -1)).endsWith(new State(40, 40));
  }

  @Test
  void ofAnIterationOverACollectionItIsKnown() {
    view.imapUnordered(ProgressTest::nap, numbers(30), 3).forEachRemaining(x -> {});
    assertThat(heard.only()).startsWith(new State(0, 30)).endsWith(new State(30, 30));
    assertThat(heard.states()).allMatch(state -> state.total == 30);
  }

  @Test
  void itsEndIsToldBeforeItsLastResultIsTaken() {
    Iterator<Integer> results = view.imap(ProgressTest::nap, numbers(10));
    for (int i = 0; i < 10; i++) {
      results.next();
    }
    assertThat(heard.only()).endsWith(new State(10, 10));
  }

  @Test
  void ofAnEndlessIterationThatIsLeftItStaysUnknown() {
    Iterable<Integer> endless = () -> IntStream.iterate(0, x -> x + 1).iterator();
    try (ResultIterator<Integer> results = view.imap(Tasks::square, endless)) {
      for (int i = 0; i < 100; i++) {
        results.next();
      }
    }
    await().untilAsserted(() -> assertThat(heard.last().done).isGreaterThanOrEqualTo(100));
    assertThat(heard.only()).allMatch(state -> state.total == -1);
  }

  @Test
  void aFailedMapsCallsHaveAllEnded() {
    assertThatThrownBy(() -> view.map(x -> 6 / x, List.of(0, 1, 2), 1))
        .hasCauseInstanceOf(ArithmeticException.class);
    assertThat(heard.only()).endsWith(new State(3, 3));
    assertThatThrownBy(() -> view.apply(() -> Tasks.halt(3)))
        .hasCauseInstanceOf(WorkerDiedException.class);
    assertThat(heard.last()).isEqualTo(new State(1, 1));
  }

  @Test
  void cancelledCallsHaveNot() throws Exception {
    AsyncResult<List<Long>> map =
        view.mapAsync(x -> x < 2 ? 1L : Tasks.sleepForever(), numbers(6), 1);
    await().until(() -> heard.last().done == 2);
    assertThat(map.cancel(true)).isTrue();
    assertThat(map.isCancelled()).isTrue();
    assertThat(heard.only()).endsWith(new State(2, 6));
    assertThat(map.completed()).isEqualTo(2);
  }

  @Test
  void whenJoinReturnsResultsHaveEndedAndTheEndWasTold() throws Exception {
    AsyncResult<List<Integer>> map = view.mapAsync(ProgressTest::nap, numbers(20), 1);
    AsyncResult<Integer> single = view.applyAsync(Tasks::square, 3);
    pool.close();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
    assertThat(map.isDone() && single.isDone()).isTrue();
    assertThat(heard.states()).contains(new State(20, 20), new State(1, 1));
  }

  @Test
  void whenJoinAfterTerminateReturnsTheyHaveEndedToo() throws Exception {
    AsyncResult<List<Long>> map = view.mapAsync(x -> Tasks.sleepForever(), numbers(6), 1);
    await().until(() -> map.workerPid().isPresent());
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
    assertThat(map.isCancelled()).isTrue();
    assertThat(heard.only()).containsExactly(new State(0, 6));
  }

  @Test
  void aResultOfAViewIsLikeAnyOther() throws Exception {
    AsyncResult<Long> running = view.applyAsync(Tasks::sleepForever);
    await().until(() -> running.workerPid().isPresent());
    assertThat(pool.workerPids()).contains(running.workerPid().getAsLong());
    assertThat(running.cancel(false)).isFalse();
    assertThat(running.cancel(true)).isTrue();
    AsyncResult<Long> done = view.applyAsync(Tasks::pid);
    assertThat(done.get()).isEqualTo(done.workerPid().orElseThrow());
    assertThat(done.successful()).isTrue();
    assertThat(done.toCompletableFuture().isDone()).isTrue();
    assertThat(view.<Integer, Object>apply(x -> null, 1)).isNull();
  }

  @Test
  void submissionsAtTheSameTimeEachHaveTheirStates() throws Exception {
    List<AsyncResult<List<Integer>>> maps = new ArrayList<>();
    List<AsyncResult<Integer>> singles = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      maps.add(view.mapAsync(Tasks::square, numbers(100 * i), 5));
      singles.add(view.applyAsync(Tasks::square, i));
    }
    for (int i = 1; i <= 20; i++) {
      assertThat(maps.get(i - 1).get()).hasSize(100 * i);
      assertThat(heard.states()).contains(new State(0, 100 * i), new State(100 * i, 100 * i));
      singles.get(i - 1).get();
    }
    assertThat(heard.states().stream().filter(new State(1, 1)::equals)).hasSize(20);
  }

  @Test
  void aThousandSinglesThroughItsExecutor() throws Exception {
    List<SerializableCallable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      int k = i;
      tasks.add(() -> k);
    }
    view.asExecutorService().invokeAll(tasks);
    assertThat(heard.states().stream().filter(new State(1, 1)::equals)).hasSize(1000);
  }

  @Test
  void viewsOfTheViewTellTheSameListener() throws Exception {
    view.withTimeout(Duration.ofHours(1)).withRetries(1).map(Tasks::square, numbers(3));
    assertThat(heard.only()).endsWith(new State(3, 3));
    Recorder other = new Recorder();
    view.withProgress(other).map(Tasks::square, numbers(4));
    assertThat(other.only()).endsWith(new State(4, 4));
    assertThat(heard.last()).as("the last setting wins").isEqualTo(new State(3, 3));
  }
}
