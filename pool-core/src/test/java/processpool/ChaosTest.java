package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contract, "Failure", all of it at once: while workers are killed at random, by SIGKILL, by
 * SIGSTOP under a time limit and by their own halt, eight threads submit tasks of every form, small
 * and large. Every result is right or fails as promised, the end of a worker costs one task at
 * most, nothing hangs, nothing is delivered twice.
 *
 * <p>{@code -Dchaos.seconds=60} makes it longer, {@code -Dchaos.seed=1} repeats a choice.
 */
@Timeout(300)
class ChaosTest {
  private static final int THREADS = 8;
  private static final int WORKERS = 4;
  private static final int SECONDS = Integer.getInteger("chaos.seconds", 10);
  private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
  private static final boolean SIGNALS = !System.getProperty("os.name").startsWith("Windows");

  private final Ledger ledger = new Ledger();
  private ProcessPool pool;
  private PoolExecutor executor;
  private final AtomicInteger killed = new AtomicInteger();
  private final AtomicInteger stopped = new AtomicInteger();
  private final AtomicInteger halted = new AtomicInteger();
  private final Set<Long> haveWorked = ConcurrentHashMap.newKeySet();
  private boolean stops;
  private volatile boolean over;

  /**
   * Without a time limit chunks are handed ahead; and a stopped worker would hang, as it should.
   */
  private void start(boolean timeLimit) {
    ProcessPool.Builder builder = ProcessPool.builder().processes(WORKERS).listener(ledger);
    if (timeLimit) {
      builder.taskTimeout(Duration.ofSeconds(3));
    }
    stops = timeLimit && SIGNALS;
    pool = builder.build();
    executor = pool.asExecutorService();
  }

  /** What every task computes of its number; a large one carries a mebibyte there and back. */
  static byte[] answer(byte[] luggage, int number) {
    byte[] answer = luggage.clone();
    for (int i = 0; i < 4; i++) {
      answer[i] = (byte) (number >>> (8 * i));
    }
    return answer;
  }

  static int triple(int x) {
    return 3 * x;
  }

  static int tripleOrHalt(int x, int deadly) {
    return x == deadly ? Tasks.halt(1) : 3 * x;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyResultIsRightOrFailsAsPromisedAndNothingHangs(boolean timeLimit) throws Exception {
    start(timeLimit);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    List<FutureTask<Void>> submitters = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Random random = new Random(SEED + t);
      submitters.add(new FutureTask<>(() -> submitUntil(end, random), null));
    }
    FutureTask<Void> killer = new FutureTask<>(() -> killWorkers(new Random(SEED - 1)), null);
    submitters.forEach(submitter -> new Thread(submitter, "chaos-submitter").start());
    new Thread(killer, "chaos-killer").start();
    for (FutureTask<Void> submitter : submitters) {
      submitter.get(SECONDS + 120, TimeUnit.SECONDS);
    }
    over = true;
    killer.get(60, TimeUnit.SECONDS);
    pool.close();
    assertThat(pool.join(Duration.ofSeconds(30))).as("a stopped worker holds nothing up").isTrue();
    await().until(ledger::isComplete);
    System.out.printf(
        "chaos: time limit=%s, seed=%d, seconds=%d, SIGKILL=%d, SIGSTOP=%d, halt=%d; %s%n",
        timeLimit, SEED, SECONDS, killed.get(), stopped.get(), halted.get(), ledger);
    assertThat(ledger.wrong()).as("seed=" + SEED).isEmpty();
    assertThat(ledger.costly()).as("each costs one task at most, seed=" + SEED).isEmpty();
    assertThat(ledger.deaths())
        .as("each end of a worker costs one task at most")
        .isLessThanOrEqualTo(killed.get() + halted.get());
    assertThat(ledger.rights()).isGreaterThan(100);
  }

  private void killWorkers(Random random) {
    List<AsyncResult<Integer>> halting = new ArrayList<>();
    try {
      while (!over) {
        TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(101));
        long pid = victim(random);
        int way = random.nextInt(8);
        if (way == 0 && stops) {
          stop(pid);
        } else if (way < 5) {
          kill(pid);
        } else if (halting.stream().filter(halt -> !halt.ready()).count() < WORKERS) {
          halted.incrementAndGet();
          halting.add(pool.applyAsync(Tasks::halt, random.nextInt(100)));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (AsyncResult<Integer> result : halting) {
      check("halt", () -> ledger.wrong("a halted worker returned " + got(result)));
    }
  }

  /** Mostly one that has worked: on a slow machine, none would live to work otherwise. */
  private long victim(Random random) {
    List<Long> pids = pool.workerPids();
    List<Long> ready = pids.stream().filter(haveWorked::contains).toList();
    List<Long> from = random.nextInt(10) == 0 ? pids : ready;
    return from.isEmpty() ? -1 : from.get(random.nextInt(from.size()));
  }

  private void kill(long pid) {
    if (pid > 0) {
      killed.incrementAndGet();
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** The time limit is for tasks: a worker that is stopped before it has had one never starts. */
  private void stop(long pid) {
    if (haveWorked.contains(pid)) {
      stopped.incrementAndGet();
      try {
        Signals.send("STOP", pid);
      } catch (Exception gone) {
        stopped.decrementAndGet();
      }
    }
  }

  private void submitUntil(long end, Random random) {
    while (System.nanoTime() < end && !ledger.isBad()) {
      submitOne(random.nextInt(15), random);
    }
  }

  private interface Attempt {
    void run() throws Exception;
  }

  /** Runs one attempt; its failure goes to the ledger, which knows what was promised. */
  private void check(String form, Attempt attempt) {
    try {
      attempt.run();
    } catch (ExecutionException | CompletionException failed) {
      ledger.failed(form, failed);
    } catch (TimeoutException late) {
      ledger.hangs(form);
    } catch (Exception e) {
      ledger.wrong(form + ": " + e);
    }
  }

  private void expect(String form, Object expected, Object actual) {
    if (expected.equals(actual)) {
      ledger.right();
    } else {
      ledger.wrong(form + ": expected " + expected + ", but got " + actual);
    }
  }

  private void submitOne(int form, Random random) {
    int x = random.nextInt(1_000_000);
    List<Integer> items = IntStream.range(x, x + 1 + random.nextInt(40)).boxed().toList();
    List<Integer> tripled = items.stream().map(ChaosTest::triple).toList();
    int chunk = 1 + random.nextInt(7);
    switch (form) {
      case 0 -> check("applyAsync/0", () -> expect("0", x + 1, got(pool.applyAsync(() -> x + 1))));
      case 1 ->
          check(
              "applyAsync/1", () -> expect("1", 3 * x, got(pool.applyAsync(ChaosTest::triple, x))));
      case 2 ->
          check("applyAsync/2", () -> expect("2", x + 7, got(pool.applyAsync(Integer::sum, x, 7))));
      case 3 ->
          check(
              "runAsync",
              () -> {
                if (got(pool.runAsync(Tasks::nothing, x)) == null) {
                  ledger.right();
                }
              });
      case 4 -> check("apply", () -> expect("apply", 3 * x, pool.apply(ChaosTest::triple, x)));
      case 5 -> map("map", tripled, pool.mapAsync(ChaosTest::triple, items, chunk));
      case 6 -> map("map, default chunks", tripled, pool.mapAsync(ChaosTest::triple, items));
      case 7 ->
          map(
              "starmap",
              tripled,
              pool.starmapAsync(
                  (a, b) -> a + b, items.stream().map(i -> Map.entry(i, 2 * i)).toList(), chunk));
      case 8 -> iterate("imap", items, pool.imap(ChaosTest::triple, items, chunk), true);
      case 9 ->
          iterate(
              "imapUnordered", items, pool.imapUnordered(ChaosTest::triple, items, chunk), false);
      case 10 ->
          check(
              "executor",
              () -> {
                Future<Integer> future = executor.submit(() -> x - 1);
                expect("executor", x - 1, future.get(Ledger.BOUND.toSeconds(), TimeUnit.SECONDS));
              });
      case 11 -> many(x);
      case 12 -> large(x);
      case 13 -> {
        int deadly = items.get(random.nextInt(items.size()));
        if (random.nextInt(20) == 0) { // not too many, or nothing else would get done
          halted.incrementAndGet();
          iterate(
              "dies inside", items, pool.imap(i -> tripleOrHalt(i, deadly), items, chunk), true);
        }
      }
      default ->
          check(
              "callback",
              () ->
                  expect(
                      "callback",
                      3 * x + 1,
                      pool.applyAsync(ChaosTest::triple, x)
                          .toCompletableFuture()
                          .thenApply(y -> y + 1)
                          .get(Ledger.BOUND.toSeconds(), TimeUnit.SECONDS)));
    }
  }

  private <R> R got(AsyncResult<R> result) throws Exception {
    R value = result.get(Ledger.BOUND);
    result.workerPid().ifPresent(haveWorked::add);
    return value;
  }

  private void large(int x) {
    byte[] luggage = new byte[1 << 20];
    luggage[1 << 19] = (byte) x;
    check(
        "1 MiB",
        () -> {
          byte[] back = got(pool.applyAsync(ChaosTest::answer, luggage, x));
          expect("1 MiB", true, Arrays.equals(back, answer(luggage, x)));
        });
  }

  /** Several at once, so that some wait at the door; each with callbacks that count deliveries. */
  private void many(int x) {
    List<AsyncResult<Integer>> results = new ArrayList<>();
    List<AtomicInteger> deliveries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      AsyncResult<Integer> result = pool.applyAsync(ChaosTest::triple, x + i);
      AtomicInteger count = new AtomicInteger();
      result.toCompletableFuture().whenComplete((value, failure) -> count.incrementAndGet());
      results.add(result);
      deliveries.add(count);
    }
    for (int i = 0; i < 20; i++) {
      int k = i;
      check("one of many", () -> expect("many", 3 * (x + k), got(results.get(k))));
      if (deliveries.get(i).get() > 1) {
        ledger.wrong("delivered twice");
      }
    }
  }

  /** Of a map that lost several chunks only the first tells; so each counts as one failure. */
  private void map(String form, List<Integer> expected, AsyncResult<List<Integer>> result) {
    check(form, () -> expect(form, expected, got(result)));
  }

  /** A worker's end costs one item, whatever the chunk. */
  private void iterate(
      String form, List<Integer> items, ResultIterator<Integer> results, boolean ordered) {
    Set<Integer> seen = new HashSet<>();
    int taken = 0;
    while (results.hasNext()) {
      int position = taken++;
      try {
        int value = results.next(Ledger.BOUND);
        if (!seen.add(value) || value % 3 != 0 || !items.contains(value / 3)) {
          ledger.wrong(form + " invented or doubled " + value);
        } else if (ordered) {
          expect(form, 3 * items.get(position), value);
        } else {
          ledger.right();
        }
      } catch (CompletionException failed) {
        ledger.failed(form, failed);
      } catch (TimeoutException late) {
        ledger.hangs(form);
        return;
      } catch (InterruptedException e) {
        ledger.wrong(form + ": " + e);
        return;
      }
    }
    if (taken != items.size()) {
      ledger.wrong(form + ": expected " + items.size() + " results, but got " + taken);
    }
  }
}
