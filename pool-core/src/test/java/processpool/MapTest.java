package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MapTest {
  private final ProcessPool pool = new ProcessPool(2);
  private final List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
  private final List<Integer> squares = numbers.stream().map(x -> x * x).toList();

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  @Test
  void everyFormKeepsTheOrderWithDefaultAndGivenChunks() throws Exception {
    assertThat(pool.map(Tasks::square, numbers)).isEqualTo(squares);
    assertThat(pool.map(Tasks::square, numbers, 7)).isEqualTo(squares);
    assertThat(pool.map(Tasks::square, numbers, 1000)).isEqualTo(squares);
    assertThat(pool.mapAsync(Tasks::square, numbers).get()).isEqualTo(squares);
    assertThat(pool.mapAsync(Tasks::square, numbers, 7).get()).isEqualTo(squares);
    List<Map.Entry<Integer, Integer>> pairs = numbers.stream().map(x -> Map.entry(x, x)).toList();
    assertThat(pool.starmap((a, b) -> a * b, pairs)).isEqualTo(squares);
    assertThat(pool.starmap((a, b) -> a * b, pairs, 7)).isEqualTo(squares);
    assertThat(pool.starmapAsync((a, b) -> a * b, pairs).get()).isEqualTo(squares);
    assertThat(pool.starmapAsync((a, b) -> a * b, pairs, 7).get()).isEqualTo(squares);
  }

  @Test
  void emptyInputFinishesAtOnceInEveryForm() throws Exception {
    List<Integer> none = List.of();
    assertThat(pool.mapAsync(Tasks::square, none).ready()).isTrue();
    assertThat(pool.mapAsync(Tasks::square, none, 3).get()).isEmpty();
    List<Map.Entry<Integer, Integer>> noPairs = List.of();
    assertThat(pool.starmapAsync(Math::floorMod, noPairs).ready()).isTrue();
    assertThat(pool.starmap(Math::floorMod, noPairs, 3)).isEmpty();
    assertThat(pool.imap(Tasks::square, none).hasNext()).isFalse();
    assertThat(pool.imapUnordered(Tasks::square, none, 3).hasNext()).isFalse();
    assertThatThrownBy(pool.imap(Tasks::square, none)::next)
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void nullsAreArgumentsAndResultsLikeOthers() throws Exception {
    List<Integer> some = Arrays.asList(1, null, 3);
    assertThat(pool.map(x -> x, some)).isEqualTo(some);
    String nothing = pool.apply(x -> x, (String) null);
    assertThat(nothing).isNull();
  }

  @Test
  void theDefaultIsAboutFourChunksAWorker() throws Exception {
    // A chunk's function is made anew for each chunk, so what it captures counts its calls.
    int[] calls = new int[1];
    List<Integer> counts = pool.map(x -> ++calls[0], numbers);
    assertThat(counts.stream().filter(call -> call == 1)).hasSizeBetween(7, 8);
  }

  @Test
  void aFailureNamesItsIndexAndWorkerAndTheFirstInArgumentOrderCounts() throws Exception {
    AsyncResult<List<Integer>> result = pool.mapAsync(x -> 12 / (x % 50 - 40), numbers, 3);
    assertThatThrownBy(result::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("argument index=40")
        .hasMessageContaining("worker pid=")
        .hasCauseInstanceOf(ArithmeticException.class);
    assertThat(pool.map(Tasks::square, numbers)).isEqualTo(squares);
  }

  @Test
  void aMapWaitsForAllItsChunksBeforeItFails() throws Exception {
    assertThatThrownBy(
            () ->
                pool.map(
                    x -> {
                      if (x < 2) {
                        throw new IllegalStateException("x".repeat(1 << 20) + x);
                      }
                      return Tasks.interval(300);
                    },
                    List.of(0, 1, 2, 3),
                    1))
        .cause()
        .hasMessageEndingWith("x0");
    assertThat(pool.map(x -> Tasks.callsOfThisWorker(), List.of(1, 2, 3, 4), 1)).hasSize(4);
    pool.close();
    pool.join();
  }

  @Test
  void callbacksSeeTheWholeListOrTheExceptionOnce() throws Exception {
    AtomicInteger good = new AtomicInteger();
    AtomicInteger bad = new AtomicInteger();
    CompletableFuture<List<Integer>> fine =
        pool.mapAsync(Tasks::square, numbers).toCompletableFuture();
    CompletableFuture<Void> fineSeen =
        fine.thenAccept(all -> good.addAndGet(all.equals(squares) ? 1 : 100));
    fineSeen.get();
    CompletableFuture<Object> failing =
        pool.mapAsync(x -> 1 / x, List.of(0, 0, 0), 1)
            .<Object>toCompletableFuture()
            .thenApply(all -> good.addAndGet(100))
            .handle((all, failure) -> bad.incrementAndGet())
            .thenApply(x -> x);
    failing.get();
    assertThat(good).hasValue(1);
    assertThat(bad).hasValue(1);
  }

  private static final class Broken extends AbstractList<Integer> {
    final int failAt;

    Broken(int failAt) {
      this.failAt = failAt;
    }

    @Override
    public Integer get(int index) {
      if (index == failAt) {
        throw new UnsupportedOperationException("at " + index);
      }
      return index;
    }

    @Override
    public int size() {
      if (failAt < 0) {
        throw new UnsupportedOperationException("at size");
      }
      return 100;
    }

    @Override
    public Iterator<Integer> iterator() {
      return listIterator();
    }
  }

  @Test
  void whatAnIterableThrowsComesOutAsItIsAndThePoolGoesOn() throws Exception {
    for (int round = 0; round < 3; round++) {
      for (int failAt : new int[] {-1, 0, 50}) {
        Iterable<Integer> broken = new Broken(failAt);
        assertThatThrownBy(() -> pool.map(Tasks::square, broken))
            .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> pool.mapAsync(Tasks::square, broken, 3))
            .isInstanceOf(UnsupportedOperationException.class);
      }
      assertThat(pool.map(Tasks::square, numbers)).isEqualTo(squares);
    }
  }

  @Test
  void unserializableArgumentsAreRefusedAtTheCallAgainAndAgain() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> pool.map(x -> 1, List.of(1, 2, new Object())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("java.lang.Object");
      assertThatThrownBy(() -> pool.imap(x -> 1, List.of(new Object())))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(pool.map(Tasks::square, numbers)).isEqualTo(squares);
  }

  @Test
  void badChunkSizesAreRefusedAtTheCall() {
    for (int bad : new int[] {0, -1}) {
      assertThatThrownBy(() -> pool.mapAsync(Tasks::square, numbers, bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("chunkSize=" + bad);
      assertThatThrownBy(() -> pool.starmap(Math::floorMod, List.of(Map.entry(1, 2)), bad))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> pool.imap(Tasks::square, numbers, bad))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> pool.imapUnordered(Tasks::square, numbers, bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
