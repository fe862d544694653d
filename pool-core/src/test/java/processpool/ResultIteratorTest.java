package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ResultIteratorTest {
  private final ProcessPool pool = new ProcessPool(2);
  private final List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
  private final Integer[] squares = numbers.stream().map(x -> x * x).toArray(Integer[]::new);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  private static <T> List<T> rest(Iterator<T> iterator) {
    List<T> taken = new ArrayList<>();
    iterator.forEachRemaining(taken::add);
    return taken;
  }

  @Test
  void imapYieldsInOrderOfTheArguments() {
    assertThat(rest(pool.imap(Tasks::square, numbers))).containsExactly(squares);
    assertThat(rest(pool.imap(Tasks::square, numbers, 7))).containsExactly(squares);
  }

  @Test
  void imapUnorderedYieldsEachOnceInOrderOfFinishing() {
    assertThat(rest(pool.imapUnordered(Tasks::square, numbers))).containsExactlyInAnyOrder(squares);
    assertThat(rest(pool.imapUnordered(Tasks::square, numbers, 7)))
        .containsExactlyInAnyOrder(squares);
    assertThat(rest(pool.imapUnordered(x -> Tasks.interval(x).length + x, List.of(700, 0))))
        .containsExactly(3, 703);
  }

  private static Iterator<Integer> endless(AtomicInteger read) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public Integer next() {
        return read.getAndIncrement();
      }
    };
  }

  @Test
  void endlessArgumentsAreReadOnlyAsFarAheadAsNeeded() {
    AtomicInteger read = new AtomicInteger();
    ResultIterator<Integer> results = pool.imap(Tasks::square, () -> endless(read));
    assertThat(read).hasValueLessThanOrEqualTo(8);
    for (int i = 0; i < 2000; i++) {
      assertThat(results.next()).isEqualTo(i * i);
      // The quicker the results come, the further ahead, but never too far.
      assertThat(read).hasValueLessThanOrEqualTo(Math.min(i + 257, 4 * i + 20));
    }
    results.close();
    assertThat(results.hasNext()).isFalse();
    int readSoFar = read.get();
    pool.imap(Tasks::square, List.of(1)).next();
    assertThat(read).hasValue(readSoFar);
  }

  @Test
  void aFailureComesFromItsOwnNextAndTheIterationGoesOn() {
    for (int chunkSize : new int[] {1, 3}) {
      ResultIterator<Integer> results = pool.imap(x -> 6 / (x - 2), List.of(1, 2, 3, 4), chunkSize);
      assertThat(results.next()).isEqualTo(-6);
      assertThatThrownBy(results::next)
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining("worker pid=")
          .hasCauseInstanceOf(ArithmeticException.class);
      assertThat(rest(results)).containsExactly(6, 3);
    }
  }

  @Test
  void whatTheIterableThrowsComesAfterTheResultsBeforeIt() {
    for (int round = 0; round < 3; round++) {
      Iterator<Integer> broken =
          IntStream.range(0, 100)
              .mapToObj(
                  x -> {
                    if (x == 30) {
                      throw new UnsupportedOperationException("at 30");
                    }
                    return x;
                  })
              .iterator();
      ResultIterator<Integer> results = pool.imap(Tasks::square, () -> broken);
      for (int i = 0; i < 30; i++) {
        assertThat(results.next()).isEqualTo(i * i);
      }
      assertThatThrownBy(results::next)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("at 30");
      assertThat(results.hasNext()).isFalse();
    }
    assertThatThrownBy(
            () ->
                pool.imap(
                    Tasks::square,
                    () -> {
                      throw new UnsupportedOperationException("no iterator");
                    }))
        .hasMessage("no iterator");
  }

  @Test
  void anUnserializableArgumentFailsInItsPlace() {
    List<Object> some = new ArrayList<>(numbers);
    some.set(50, new Object());
    ResultIterator<Object> results = pool.imap(x -> x, some, 3);
    for (int i = 0; i < 50; i++) {
      assertThat(results.next()).isEqualTo(i);
    }
    assertThatThrownBy(results::next)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
    assertThat(rest(results)).hasSize(49).first().isEqualTo(51);
  }

  @Test
  void nextGivesUpOnTimeAndResumesLater() throws Exception {
    ResultIterator<Integer> results = pool.imap(x -> Tasks.interval(500).length + x, List.of(1, 2));
    assertThatThrownBy(() -> results.next(Duration.ofMillis(10)))
        .isInstanceOf(TimeoutException.class);
    assertThat(results.next(Duration.ofSeconds(30))).isEqualTo(4);
    assertThat(results.next()).isEqualTo(5);
  }

  @Test
  void anInterruptedNextLosesNothing() {
    ResultIterator<Integer> results = pool.imap(x -> Tasks.interval(300).length, List.of(1));
    Thread.currentThread().interrupt();
    assertThatThrownBy(results::next)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(results.next()).isEqualTo(3);
  }

  @Test
  void closeCancelsWhatHasNotBegun(@TempDir Path folder) throws Exception {
    String begun = folder.toString();
    ResultIterator<Long> results =
        pool.imap(
            x -> {
              Files.createFile(Path.of(begun, "" + x));
              return Tasks.sleepForever();
            },
            numbers);
    await().until(() -> folder.toFile().list().length == 2);
    results.close();
    results.close();
    assertThat(results.hasNext()).isFalse();
    pool.close();
    assertThat(pool.join(Duration.ofMillis(300))).as("two are running").isFalse();
    pool.terminate();
    pool.join();
  }

  @Test
  void anIterationBegunBeforeCloseGoesOnAfterIt() throws Exception {
    ResultIterator<Integer> results = pool.imap(Tasks::square, numbers);
    pool.close();
    assertThatThrownBy(() -> pool.imap(Tasks::square, numbers))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("pool is closed");
    assertThat(rest(results)).containsExactly(squares);
    pool.join();
  }

  @Test
  void joinFinishesAnIterationThatNobodyReads() throws Exception {
    ResultIterator<Integer> results = pool.imapUnordered(Tasks::square, numbers);
    pool.close();
    pool.join();
    assertThat(rest(results)).containsExactlyInAnyOrder(squares);
  }

  @Test
  void terminateEndsAnEndlessIteration() throws Exception {
    ResultIterator<Long> results =
        pool.imap(x -> Tasks.sleepForever(), () -> endless(new AtomicInteger()));
    await().until(() -> pool.workerPids().size() == 2);
    pool.terminate();
    pool.join();
    int cancelled = 0;
    while (results.hasNext()) {
      assertThatThrownBy(results::next).hasCauseInstanceOf(CancellationException.class);
      cancelled++;
    }
    assertThat(cancelled).isBetween(1, 20);
  }
}
