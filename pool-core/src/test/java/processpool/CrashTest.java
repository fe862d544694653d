package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Workers that die while something large is on its way to or from them, at any byte of it. The
 * parent is unharmed: that task is right or fails with WorkerDiedException, and the next one works.
 *
 * <p>{@code -Dcrash.rounds=1000} makes it longer, {@code -Dcrash.seed=1} repeats the choices, if
 * not their timing.
 */
@Timeout(7200)
class CrashTest {
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 36);
  private static final int ENOUGH = ROUNDS / 4;
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime());
  private static final int POOLS = 3;
  private static final int LARGE = 12 << 20;
  private static final Duration BOUND = Duration.ofSeconds(90);

  private final PathLog log = new PathLog();
  private final AtomicInteger died = new AtomicInteger();
  private final AtomicInteger right = new AtomicInteger();

  static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i += 61) {
      bytes[i] = (byte) (i * 31 + size);
    }
    return bytes;
  }

  static int check(byte[] bytes) {
    return Arrays.hashCode(bytes);
  }

  /** Its process ends so many microseconds later, wherever it is then. */
  static byte[] filledByTheDying(int size, int micros) {
    byte[] bytes = filled(size);
    dieIn(micros);
    return bytes;
  }

  static byte[] echoOfTheDying(byte[] bytes, int micros) {
    dieIn(micros);
    return bytes;
  }

  private static void dieIn(int micros) {
    long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
    Thread end9 =
        new Thread(
            () -> {
              while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
              }
              Runtime.getRuntime().halt(9);
            });
    end9.setDaemon(true);
    end9.start();
  }

  @Test
  void aWorkerKilledInTheMiddleOfALargeTransferCostsThatTaskAtMost() throws Exception {
    List<FutureTask<Void>> loops = new ArrayList<>();
    for (int i = 0; i < POOLS; i++) {
      Random random = new Random(SEED + i);
      loops.add(new FutureTask<>(() -> crash(random), null));
    }
    loops.forEach(loop -> new Thread(loop, "crash-loop").start());
    try {
      for (FutureTask<Void> loop : loops) {
        loop.get();
      }
    } finally {
      log.close();
      System.out.printf(
          "crashes: rounds=%d, died=%d, right=%d, over shared memory=%d, seed=%d%n",
          ROUNDS, died.get(), right.get(), log.mapped().size(), SEED);
      System.out.println("crashes: mappings not yet collected: " + mappings());
    }
    assertThat(died).as("seed=" + SEED).hasValueGreaterThan(ENOUGH);
  }

  /** Files that this process still maps although nobody needs them: garbage, collected in time. */
  private static long mappings() throws Exception {
    Path maps = Path.of("/proc/self/maps");
    if (!Files.exists(maps)) {
      return 0;
    }
    try (var lines = Files.lines(maps)) {
      return lines.filter(line -> line.contains("/processpool-")).count();
    }
  }

  private void crash(Random random) {
    ProcessPool pool = new ProcessPool(1);
    try {
      int rounds = ROUNDS / POOLS;
      // Longer when most get through: how many die in time depends on what else the machine does.
      for (int i = 0; i < rounds || (died.get() <= ENOUGH && i < 20 * rounds); i++) {
        if (PathLog.sharedMemoryExpected()) {
          log.settle(pool);
        }
        crashOnce(pool, random);
        assertThat(pool.applyAsync(Tasks::square, 3).get(BOUND)).isEqualTo(9);
      }
    } catch (Exception e) {
      throw new IllegalStateException("seed=" + SEED, e);
    } finally {
      pool.terminate();
    }
  }

  private void crashOnce(ProcessPool pool, Random random) throws Exception {
    int size = LARGE + random.nextInt(1000);
    int micros = random.nextInt(random.nextBoolean() ? 30_000 : 4_000);
    ProcessHandle worker = ProcessHandle.of(pool.workerPids().get(0)).orElseThrow();
    switch (random.nextInt(4)) {
      case 0 -> { // parent to worker
        byte[] bytes = filled(size);
        int expected = check(bytes);
        AsyncResult<Integer> result = pool.applyAsync(CrashTest::check, bytes);
        kill(worker, micros / 4);
        expect(result, value -> value == expected);
      }
      case 1 -> { // worker to parent
        AsyncResult<byte[]> result = pool.applyAsync(CrashTest::filledByTheDying, size, micros);
        expect(result, value -> Arrays.equals(value, filled(size)));
      }
      case 2 -> { // there and back
        byte[] bytes = filled(size);
        AsyncResult<byte[]> result = pool.applyAsync(x -> x, bytes);
        kill(worker, micros);
        expect(result, value -> Arrays.equals(value, bytes));
      }
      default -> {
        byte[] bytes = filled(size);
        AsyncResult<byte[]> result = pool.applyAsync(CrashTest::echoOfTheDying, bytes, micros / 2);
        expect(result, value -> Arrays.equals(value, bytes));
      }
    }
    kill(worker, 0);
    worker.onExit().get(60, TimeUnit.SECONDS);
  }

  private static void kill(ProcessHandle worker, int micros) {
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
    worker.destroyForcibly();
  }

  private interface Check<R> {
    boolean isRight(R value);
  }

  private <R> void expect(AsyncResult<R> result, Check<R> check) throws Exception {
    try {
      assertThat(check.isRight(result.get(BOUND))).as("the value, seed=" + SEED).isTrue();
      right.incrementAndGet();
    } catch (ExecutionException failed) {
      assertThat(failed).as("seed=" + SEED).hasCauseInstanceOf(WorkerDiedException.class);
      died.incrementAndGet();
    }
  }
}
