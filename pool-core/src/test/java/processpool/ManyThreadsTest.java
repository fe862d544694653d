package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many threads, many tasks, and every answer goes to the one who asked. Conformance lines 37 (hangs
 * under load, deadlock with very many tasks) and 38 (a pool that fails above 16 submissions).
 */
@Timeout(180)
class ManyThreadsTest {
  private final ProcessPool pool = new ProcessPool(3);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  private interface Work {
    void run(int thread) throws Exception;
  }

  private static void inThreads(int count, Work work) throws Exception {
    List<FutureTask<Void>> threads = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      int thread = t;
      threads.add(
          new FutureTask<>(
              () -> {
                work.run(thread);
                return null;
              }));
    }
    threads.forEach(task -> new Thread(task).start());
    for (FutureTask<Void> task : threads) {
      task.get(100, TimeUnit.SECONDS);
    }
  }

  @Test
  void eachThreadGetsItsOwnAnswers() throws Exception {
    inThreads(
        16,
        thread -> {
          for (int i = 0; i < 300; i++) {
            int x = thread * 1000 + i;
            assertThat(pool.apply(Tasks::square, x)).isEqualTo(x * x);
          }
        });
  }

  @Test
  void allFormsAtOnceFromManyThreads() throws Exception {
    List<Integer> numbers = IntStream.range(0, 50).boxed().toList();
    List<Integer> squares = numbers.stream().map(x -> x * x).toList();
    inThreads(
        8,
        thread -> {
          for (int i = 0; i < 10; i++) {
            assertThat(pool.map(Tasks::square, numbers)).isEqualTo(squares);
            List<Integer> taken = new ArrayList<>();
            pool.imap(Tasks::square, numbers, 1 + thread % 3).forEachRemaining(taken::add);
            assertThat(taken).isEqualTo(squares);
            taken.clear();
            pool.imapUnordered(Tasks::square, numbers).forEachRemaining(taken::add);
            assertThat(taken).containsExactlyInAnyOrderElementsOf(squares);
          }
        });
  }

  @Test
  void aHundredThousandTasksWaitWithoutADeadlock() throws Exception {
    List<Future<Integer>> results = new ArrayList<>();
    try (PoolExecutor executor = pool.asExecutorService()) {
      for (int i = 0; i < 100_000; i++) {
        int k = i;
        results.add(executor.submit(() -> k + 1));
      }
    }
    for (int i = 0; i < 100_000; i++) {
      assertThat(results.get(i).get()).isEqualTo(i + 1);
    }
  }

  @Test
  void smallAndLargeValuesMixedUnderLoad() throws Exception {
    inThreads(
        8,
        thread -> {
          for (int i = 0; i < 60; i++) {
            int size = 1 << ThreadLocalRandom.current().nextInt(20);
            byte[] sent = LargeValuesTest.filled(size);
            assertThat(Arrays.equals(pool.apply(x -> x, sent), sent)).isTrue();
          }
        });
  }

  @Test
  void outputUnderLoadHoldsNoTaskUp() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      inThreads(
          8,
          thread -> {
            for (int i = 0; i < 40; i++) {
              int k = i;
              assertThat(pool.apply(() -> printAndReturn(k))).isEqualTo(k);
            }
          });
      assertThat(captor.out().lines().filter("y".repeat(5_000)::equals)).hasSize(320 * 4);
    }
  }

  static int printAndReturn(int x) {
    for (int i = 0; i < 4; i++) {
      System.out.println("y".repeat(5_000));
    }
    return x;
  }

  @Test
  void idleAndBusyTimesMayAlternate() throws Exception {
    for (int i = 0; i < 60; i++) {
      TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(20_000));
      int k = i;
      inThreads(3, thread -> assertThat(pool.apply(Tasks::square, k)).isEqualTo(k * k));
    }
  }

  @Test
  void anInterruptedWaiterLeavesEverythingInOrder() throws Exception {
    for (int i = 0; i < 50; i++) {
      AsyncResult<Integer> result = pool.applyAsync(Tasks::square, i);
      Thread.currentThread().interrupt();
      try {
        result.get();
      } catch (InterruptedException expected) {
        // Its flag is cleared, the task goes on.
      }
      Thread.interrupted();
      assertThat(result.get(Duration.ofSeconds(60))).isEqualTo(i * i);
    }
  }
}
