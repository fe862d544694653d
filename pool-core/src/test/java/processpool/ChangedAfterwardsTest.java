package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Arguments that could travel when they were handed in and could not any more when their turn
 * comes: they were written when they were handed in, so each result ends as if nothing had happened
 * to them, however many there are. Conformance line 39.
 */
@Timeout(180)
class ChangedAfterwardsTest {
  private static final int MANY = 20_000;

  @TempDir Path folder;

  private ProcessPool pool = new ProcessPool(1);
  private final ArrayList<Object> shared = new ArrayList<>(List.of(1));
  private List<Long> pids = List.of();

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
  }

  static int waitFor(String gate) throws InterruptedException {
    while (!Files.exists(Path.of(gate))) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    return 1;
  }

  /** Keeps all workers busy, so that what is submitted now is sent later. */
  private void keepBusy(int workers) throws Exception {
    pids = pool.workerPids();
    List<AsyncResult<Integer>> busy = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      busy.add(pool.applyAsync(ChangedAfterwardsTest::waitFor, folder.resolve("gate").toString()));
    }
    for (AsyncResult<Integer> one : busy) {
      while (one.workerPid().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
  }

  /** From now on the list could not travel, and the workers are free. */
  private void spoil() throws IOException {
    shared.add(new Object());
    Files.createFile(folder.resolve("gate"));
  }

  private static String outcome(Future<?> result, long end) throws InterruptedException {
    try {
      return "returned " + result.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      return failed.getCause().toString();
    } catch (TimeoutException pending) {
      return "never ended";
    }
  }

  /** How many ended how. */
  private static String outcomes(List<? extends Future<?>> results) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    List<String> all = new ArrayList<>();
    for (Future<?> result : results) {
      all.add(outcome(result, end));
    }
    return all.stream().collect(Collectors.groupingBy(x -> x, Collectors.counting())).toString();
  }

  private void allReturnAndThePoolGoesOn(List<? extends Future<?>> results) throws Exception {
    spoil();
    assertThat(outcomes(results)).isEqualTo("{returned 1=" + results.size() + "}");
    poolGoesOn();
  }

  private void poolGoesOn() throws Exception {
    assertThat(pool.applyAsync(Tasks::square, 3).get(Duration.ofSeconds(20))).isEqualTo(9);
    assertThat(pool.workerPids()).as("nobody was killed for it").isEqualTo(pids);
  }

  private <R> List<R> many(Callable<R> submission) throws Exception {
    List<R> results = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      results.add(submission.call());
    }
    return results;
  }

  @Test
  void thousandsOfSingleTasks() throws Exception {
    keepBusy(1);
    allReturnAndThePoolGoesOn(many(() -> pool.applyAsync(List::size, shared)));
  }

  @Test
  void thousandsThroughTheExecutor() throws Exception {
    keepBusy(1);
    PoolExecutor executor = pool.asExecutorService();
    List<Object> captured = shared;
    allReturnAndThePoolGoesOn(many(() -> executor.submit(() -> captured.size())));
  }

  @Test
  void oneMapOfThousandsOfChunks() throws Exception {
    keepBusy(1);
    List<List<Object>> arguments =
        IntStream.range(0, MANY).mapToObj(i -> (List<Object>) shared).toList();
    AsyncResult<List<Integer>> sizes = pool.mapAsync(List::size, arguments, 1);
    spoil();
    assertThat(sizes.get(Duration.ofSeconds(60))).hasSize(MANY).containsOnly(1);
    poolGoesOn();
  }

  @Test
  void thousandsOnSeveralWorkers() throws Exception {
    pool.terminate();
    pool = new ProcessPool(3);
    keepBusy(3);
    allReturnAndThePoolGoesOn(many(() -> pool.applyAsync(List::size, shared)));
  }

  /** Travels when it is submitted; later it cannot, for a reason of its own. */
  static class Moody implements Serializable {
    static volatile boolean spoilt;
    private final int mood;

    Moody(int mood) {
      this.mood = mood;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      if (spoilt) {
        switch (mood % 3) {
          case 0 -> throw new IllegalStateException("not in the mood");
          case 1 -> throw new StackOverflowError();
          default -> throw new IOException("no");
        }
      }
      out.defaultWriteObject();
    }
  }

  @Test
  void thousandsWhoseOwnCodeWouldThrowByNow() throws Exception {
    keepBusy(1);
    List<AsyncResult<Integer>> results = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      results.add(pool.applyAsync(moody -> 1, new Moody(i)));
    }
    Moody.spoilt = true;
    try {
      allReturnAndThePoolGoesOn(results);
    } finally {
      Moody.spoilt = false;
    }
  }

  @Test
  void amongOthers() throws Exception {
    keepBusy(1);
    List<AsyncResult<Integer>> spoilt = new ArrayList<>();
    List<AsyncResult<Integer>> good = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      if (i % 5_000 == 2_500) {
        good.add(pool.applyAsync(Tasks::square, 7));
      } else {
        spoilt.add(pool.applyAsync(List::size, shared));
      }
    }
    spoil();
    assertThat(outcomes(good)).isEqualTo("{returned 49=4}");
    assertThat(outcomes(spoilt)).isEqualTo("{returned 1=" + spoilt.size() + "}");
    poolGoesOn();
  }
}
