package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One failure among many items costs that item, its worker's death too, and nothing is lost,
 * doubled or invented beside it. Conformance lines 5, 7 and 30.
 */
@Timeout(180)
class FailureAmongOthersTest {
  private final ProcessPool pool = new ProcessPool(2);
  private final List<Integer> numbers = IntStream.range(0, 40).boxed().toList();

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  static int failAt17(int x) {
    if (x == 17) {
      throw new IllegalArgumentException("no 17");
    }
    return x;
  }

  static int haltAt17(int x) {
    return x == 17 ? Tasks.halt(17) : x;
  }

  /** What the items came to, and how often each was delivered. */
  private static Map<Object, Integer> tally(Iterator<Integer> results) {
    Map<Object, Integer> tally = new TreeMap<>();
    while (results.hasNext()) {
      try {
        tally.merge(String.format("%02d", results.next()), 1, Integer::sum);
      } catch (CompletionException failed) {
        tally.merge(failed.getCause().getClass().getSimpleName(), 1, Integer::sum);
      }
    }
    return tally;
  }

  private static void assertAllBut(Map<Object, Integer> tally, int from, int to) {
    for (int i = 0; i < 40; i++) {
      Integer expected = i >= from && i < to ? null : 1;
      assertThat(tally.get(String.format("%02d", i))).as("item " + i).isEqualTo(expected);
    }
  }

  @Test
  void aFailingItemCostsItselfAloneInEveryIteration() {
    for (int chunk : new int[] {1, 5, 40}) {
      Map<Object, Integer> ordered =
          tally(pool.imap(FailureAmongOthersTest::failAt17, numbers, chunk));
      Map<Object, Integer> unordered =
          tally(pool.imapUnordered(FailureAmongOthersTest::failAt17, numbers, chunk));
      assertAllBut(ordered, 17, 18);
      assertThat(ordered)
          .containsEntry("IllegalArgumentException", 1)
          .hasSize(40)
          .isEqualTo(unordered);
    }
  }

  @Test
  void aDyingWorkerCostsTheOneCallThatRanWhateverTheChunk() {
    for (int chunk : new int[] {1, 5, 40}) {
      Map<Object, Integer> ordered =
          tally(pool.imap(FailureAmongOthersTest::haltAt17, numbers, chunk));
      assertAllBut(ordered, 17, 18);
      assertThat(ordered).containsEntry("WorkerDiedException", 1).hasSize(40);
      Map<Object, Integer> unordered =
          tally(pool.imapUnordered(FailureAmongOthersTest::haltAt17, numbers, chunk));
      assertThat(unordered).isEqualTo(ordered);
    }
  }

  @Test
  void aMapNamesTheItemAndTheWorker() throws Exception {
    assertThatThrownBy(() -> pool.map(FailureAmongOthersTest::failAt17, numbers))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("index=17")
        .hasMessageContaining("pid=")
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> pool.map(FailureAmongOthersTest::haltAt17, numbers, 1))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("index=17")
        .cause()
        .isInstanceOfSatisfying(
            WorkerDiedException.class, died -> assertThat(died.exitCode()).isEqualTo(17));
    assertThat(pool.map(Tasks::square, List.of(2, 3))).containsExactly(4, 9);
  }

  @Test
  void whatAnIterableThrowsMidwayComesAfterAllThatCameBefore() {
    for (int round = 0; round < 5; round++) {
      for (int chunk : new int[] {1, 4}) {
        ResultIterator<Integer> results =
            pool.imapUnordered(Tasks::square, () -> failingAt17(), chunk);
        List<Integer> taken = new ArrayList<>();
        assertThatThrownBy(() -> results.forEachRemaining(taken::add))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessage("no 17");
        assertThat(taken)
            .containsExactlyInAnyOrder(
                IntStream.range(0, 17).map(x -> x * x).boxed().toArray(Integer[]::new));
      }
    }
  }

  private static Iterator<Integer> failingAt17() {
    return IntStream.range(0, 40)
        .peek(
            x -> {
              if (x == 17) {
                throw new UnsupportedOperationException("no 17");
              }
            })
        .iterator();
  }

  @Test
  void anExceptionIsTracedDownToTheRaisingLine() {
    StackTraceElement here = new Throwable().getStackTrace()[0];
    assertThatThrownBy(
            () ->
                pool.apply(
                    () -> {
                      throw new IllegalStateException("here");
                    }))
        .cause()
        .satisfies(
            thrown -> {
              StackTraceElement first = thrown.getStackTrace()[0];
              assertThat(first.getFileName()).isEqualTo(here.getFileName());
              assertThat(first.getLineNumber() - here.getLineNumber()).isBetween(1, 8);
            });
  }
}
