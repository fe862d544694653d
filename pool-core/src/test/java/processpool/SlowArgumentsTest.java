package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Contract: {@code next} with a limit returns on time whatever else arrives meanwhile, or does not;
 * {@code imap} itself does not wait for arguments, and what is ready is given out though the next
 * argument is long in coming. Conformance line 52.
 */
@Timeout(180)
class SlowArgumentsTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration PATIENT = Duration.ofSeconds(8);

  private final ProcessPool pool = new ProcessPool(2);
  private final CountDownLatch open = new CountDownLatch(1);

  @AfterEach
  void endPool() throws InterruptedException {
    open.countDown();
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
  }

  /** Which method of an iterable blocks. */
  enum Place {
    ITERATOR,
    HAS_NEXT,
    NEXT
  }

  /** Which of the two iterations. */
  enum Form {
    IMAP,
    IMAP_UNORDERED,
    IN_CHUNKS
  }

  private ResultIterator<Integer> iterate(Form form, Iterable<Integer> arguments) throws Exception {
    return Promptly.call(
        () ->
            switch (form) {
              case IMAP -> pool.imap(Tasks::square, arguments);
              case IMAP_UNORDERED -> pool.imapUnordered(Tasks::square, arguments);
              case IN_CHUNKS -> pool.imap(Tasks::square, arguments, 2);
            });
  }

  private void block() {
    try {
      open.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** 0, 1, 2, … up to 9; before one of them it takes until the test is over. */
  private Iterable<Integer> numbers(Place place, int late) {
    return () -> {
      if (place == Place.ITERATOR) {
        block();
      }
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          if (place == Place.HAS_NEXT && next == late) {
            block();
          }
          return next < 10;
        }

        @Override
        public Integer next() {
          if (place == Place.NEXT && next == late) {
            block();
          }
          return next++;
        }
      };
    };
  }

  private static Integer next(ResultIterator<Integer> results, Duration limit) throws Exception {
    return Promptly.call(() -> results.next(limit));
  }

  private static void timesOut(ResultIterator<Integer> results) throws Exception {
    Promptly.run(
        () -> assertThatThrownBy(() -> results.next(SHORT)).isInstanceOf(TimeoutException.class));
  }

  private void allComeInTheEnd(ResultIterator<Integer> results, List<Integer> before)
      throws Exception {
    open.countDown();
    List<Integer> all = new ArrayList<>(before);
    while (Promptly.call(results::hasNext)) {
      all.add(next(results, PATIENT));
    }
    assertThat(all).containsExactlyInAnyOrder(0, 1, 4, 9, 16, 25, 36, 49, 64, 81);
  }

  @ParameterizedTest
  @EnumSource
  void iterationsDoNotWaitForTheirFirstArgument(Place place) throws Exception {
    List<ResultIterator<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) { // several, for others must not wait for one that blocks
      for (Form form : Form.values()) {
        all.add(iterate(form, numbers(place, 0)));
      }
    }
    for (ResultIterator<Integer> results : all) {
      timesOut(results);
    }
    assertThat(pool.applyAsync(Tasks::square, 3).get(PATIENT)).isEqualTo(9);
    for (ResultIterator<Integer> results : all) {
      allComeInTheEnd(results, List.of());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsReadyIsGivenOutWhileAnArgumentIsLongInComing(Form form) throws Exception {
    for (Place place : List.of(Place.HAS_NEXT, Place.NEXT)) {
      for (int late : new int[] {2, 4, 8}) {
        ResultIterator<Integer> results = iterate(form, numbers(place, late));
        List<Integer> first = new ArrayList<>();
        for (int i = 0; i < late; i++) {
          first.add(next(results, PATIENT));
        }
        assertThat(first).as("late=" + late).doesNotHaveDuplicates();
        timesOut(results);
        timesOut(results);
        results.close();
      }
    }
    ResultIterator<Integer> results = iterate(form, numbers(Place.NEXT, 2));
    List<Integer> first = List.of(next(results, PATIENT), next(results, PATIENT));
    allComeInTheEnd(results, first);
  }

  @Test
  void aChunkThatIsNotFullYetWaitsForItsArguments() throws Exception {
    ResultIterator<Integer> results = iterate(Form.IN_CHUNKS, numbers(Place.NEXT, 3));
    List<Integer> first = List.of(next(results, PATIENT), next(results, PATIENT));
    assertThat(first).containsExactly(0, 1);
    allComeInTheEnd(results, first);
  }

  @ParameterizedTest
  @EnumSource
  void closeEndsWhoeverWaitsForAnArgument(Place place) throws Exception {
    ResultIterator<Integer> results = iterate(Form.IMAP, numbers(place, 0));
    CompletableFuture<Throwable> taker = taker(results);
    Promptly.run(results::close);
    Throwable end = Promptly.call(taker::get);
    assertThat(end).isInstanceOf(NoSuchElementException.class);
    assertThat(Promptly.call(results::hasNext)).isFalse();
    pool.close();
    assertThat(Promptly.call(() -> pool.join(PATIENT))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void terminateEndsWhoeverWaitsForAnArgument(Place place) throws Exception {
    CompletableFuture<Throwable> taker = taker(iterate(Form.IMAP_UNORDERED, numbers(place, 0)));
    Promptly.run(pool::terminate);
    Throwable end = Promptly.call(taker::get);
    assertThat(end instanceof NoSuchElementException ? end : end.getCause())
        .isInstanceOfAny(NoSuchElementException.class, CancellationException.class);
  }

  /** Somebody who waits for the next result, with no limit: how that ends. */
  private static CompletableFuture<Throwable> taker(ResultIterator<Integer> results)
      throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                end.completeExceptionally(new AssertionError("got " + results.next()));
              } catch (Throwable e) {
                end.complete(e);
              }
            },
            "taker");
    thread.setDaemon(true);
    thread.start();
    for (Thread.State state = thread.getState();
        state != Thread.State.WAITING && state != Thread.State.TIMED_WAITING;
        state = thread.getState()) {
      Thread.sleep(1);
    }
    return end;
  }

  @Test
  void whoeverWaitsForAnArgumentWithALimitCanBeInterrupted() throws Exception {
    ResultIterator<Integer> results = iterate(Form.IMAP, numbers(Place.NEXT, 0));
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                var unused = results.next(Duration.ofDays(1));
              } catch (InterruptedException e) {
                interrupted.complete(true);
              } catch (Throwable e) {
                interrupted.completeExceptionally(e);
              }
            });
    waiting.setDaemon(true);
    waiting.start();
    waiting.interrupt();
    boolean ended = Promptly.call(interrupted::get);
    assertThat(ended).isTrue();
    allComeInTheEnd(results, List.of());
  }
}
