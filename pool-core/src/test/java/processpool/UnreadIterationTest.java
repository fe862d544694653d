package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The end of a pool of whose iterations nobody has taken all results: one of finitely many
 * arguments is finished, one that nobody can reach any more does not keep its pool, and one without
 * end is ended by its own {@code close}. Conformance line 53.
 */
@Timeout(180)
class UnreadIterationTest {
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final List<Integer> MANY = IntStream.range(0, 2_000).boxed().toList();

  private ProcessPool pool = new ProcessPool(1);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
  }

  /** In which form an iteration comes. */
  enum Form {
    IMAP,
    IMAP_UNORDERED,
    IN_CHUNKS,
    UNORDERED_IN_CHUNKS
  }

  private ResultIterator<Integer> iterate(Form form, Iterable<Integer> arguments) {
    return switch (form) {
      case IMAP -> pool.imap(Tasks::square, arguments);
      case IMAP_UNORDERED -> pool.imapUnordered(Tasks::square, arguments);
      case IN_CHUNKS -> pool.imap(Tasks::square, arguments, 7);
      case UNORDERED_IN_CHUNKS -> pool.imapUnordered(Tasks::square, arguments, 7);
    };
  }

  private static Iterable<Integer> endless() {
    return () -> IntStream.iterate(0, i -> (i + 1) % 1_000).iterator();
  }

  /** The ways to close a pool and to wait until it is over. */
  enum End {
    JOIN {
      @Override
      boolean within(Duration limit, ProcessPool pool) throws InterruptedException {
        pool.close();
        return pool.join(limit);
      }
    },
    AWAIT_TERMINATION {
      @Override
      boolean within(Duration limit, ProcessPool pool) throws InterruptedException {
        PoolExecutor executor = pool.asExecutorService();
        executor.shutdown();
        return executor.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
      }
    },
    IS_TERMINATED {
      @Override
      boolean within(Duration limit, ProcessPool pool) throws InterruptedException {
        PoolExecutor executor = pool.asExecutorService();
        executor.shutdown();
        long begun = System.nanoTime();
        while (!executor.isTerminated() && System.nanoTime() - begun < limit.toNanos()) {
          TimeUnit.MILLISECONDS.sleep(10);
        }
        return executor.isTerminated();
      }
    },
    CLOSE_OF_THE_EXECUTOR {
      @Override
      boolean within(Duration limit, ProcessPool pool) throws InterruptedException {
        CompletableFuture<Void> closing =
            CompletableFuture.runAsync(() -> pool.asExecutorService().close());
        try {
          closing.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (java.util.concurrent.ExecutionException
            | java.util.concurrent.TimeoutException e) {
          return false;
        }
        return true;
      }
    };

    abstract boolean within(Duration limit, ProcessPool pool) throws InterruptedException;
  }

  @ParameterizedTest
  @EnumSource
  void whatIsFiniteIsFinishedThoughNobodyTakesIt(End end) throws Exception {
    for (Form form : Form.values()) {
      ResultIterator<Integer> results = iterate(form, MANY);
      assertThat(Promptly.call(Duration.ofSeconds(30), () -> end.within(PATIENT, pool)))
          .as("" + form)
          .isTrue();
      List<Integer> all = new ArrayList<>();
      Promptly.run(() -> results.forEachRemaining(all::add));
      assertThat(all).containsExactlyInAnyOrderElementsOf(MANY.stream().map(x -> x * x).toList());
      pool = new ProcessPool(1);
    }
  }

  private void takeAFew(Form form, int count) throws Exception {
    ResultIterator<Integer> results = iterate(form, endless());
    for (int i = 0; i < count; i++) {
      assertThat(results.next(PATIENT)).isNotNegative();
    }
  }

  private boolean endsWithCollections(End end) throws Exception {
    CompletableFuture<Boolean> ended =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return end.within(PATIENT, pool);
              } catch (InterruptedException e) {
                return false;
              }
            });
    await().until(() -> collected(ended));
    return ended.get();
  }

  private static boolean collected(CompletableFuture<?> ended) {
    System.gc();
    return ended.isDone();
  }

  @ParameterizedTest
  @EnumSource
  void anEndlessOneThatNobodyCanReachDoesNotKeepItsPool(End end) throws Exception {
    takeAFew(Form.IMAP, 11);
    assertThat(endsWithCollections(end)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void inWhateverFormItWasAbandoned(Form form) throws Exception {
    takeAFew(form, 0);
    takeAFew(form, 1);
    takeAFew(form, 300);
    assertThat(endsWithCollections(End.JOIN)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"JOIN", "AWAIT_TERMINATION"})
  void whoWaitsForThePoolSeesToItThatAbandonedOnesAreFound(End end) throws Exception {
    takeASlowOne(); // so slow that the heap does not fill, and nothing else collects
    assertThat(Promptly.call(Duration.ofSeconds(30), () -> end.within(PATIENT, pool))).isTrue();
  }

  private void takeASlowOne() throws Exception {
    ResultIterator<Integer> results = pool.imap(UnreadIterationTest::slowly, endless());
    assertThat(results.next(PATIENT)).isZero();
  }

  static int slowly(int x) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(5);
    return x;
  }

  @Test
  void nobodysIterationIsReadNoFasterThanItIsRun() throws Exception {
    AtomicInteger read = new AtomicInteger();
    Iterable<Integer> arguments = () -> IntStream.generate(read::getAndIncrement).iterator();
    ResultIterator<Integer> results = pool.imap(UnreadIterationTest::slowly, arguments);
    assertThat(results.next(PATIENT)).isZero();
    pool.close();
    long begun = System.nanoTime();
    await().until(() -> read.get() > 300); // it goes on
    TimeUnit.MILLISECONDS.sleep(500);
    long run = (System.nanoTime() - begun) / 5_000_000;
    assertThat(read.get()).isLessThan((int) run + 1_000);
    results.close();
    assertThat(pool.join(PATIENT)).isTrue();
  }

  private List<Long> abandonWithIteration(Form form) throws Exception {
    ProcessPool kept = pool;
    pool = new ProcessPool(1);
    List<Long> pids = pool.workerPids();
    takeAFew(form, 20);
    pool = kept;
    return pids;
  }

  @ParameterizedTest
  @EnumSource
  void aPoolAbandonedTogetherWithAnEndlessOneLetsItsWorkersGo(Form form) throws Exception {
    List<Long> pids = abandonWithIteration(form);
    await()
        .until(
            () -> {
              System.gc();
              return pids.stream().noneMatch(Programs::runs);
            });
  }

  @ParameterizedTest
  @EnumSource
  void anEndlessOneInUseIsEndedByItsClose(End end) throws Exception {
    ResultIterator<Integer> results = iterate(Form.IMAP, endless());
    assertThat(results.next(PATIENT)).isZero();
    assertThat(Promptly.call(() -> end.within(Duration.ofMillis(300), pool))).isFalse();
    results.close();
    assertThat(Promptly.call(Duration.ofSeconds(30), () -> end.within(PATIENT, pool))).isTrue();
  }

  @Test
  void closeOnOneWakesWhoeverJoinsAlready() throws Exception {
    List<ResultIterator<Integer>> all =
        Arrays.stream(Form.values()).map(form -> iterate(form, endless())).toList();
    pool.close();
    CompletableFuture<Boolean> joined = new CompletableFuture<>();
    Thread joiner =
        new Thread(
            () -> {
              try {
                pool.join();
                joined.complete(true);
              } catch (InterruptedException e) {
                joined.complete(false);
              }
            });
    joiner.setDaemon(true);
    joiner.start();
    TimeUnit.MILLISECONDS.sleep(100); // it waits, or reads
    assertThat(joined).isNotDone();
    all.forEach(ResultIterator::close);
    assertThat(Promptly.call(() -> joined.get(20, TimeUnit.SECONDS))).isTrue();
  }
}
