package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import processpool.wire.MessageWriter;
import processpool.wire.ToParent;

/**
 * A task whose native code runs wild in the memory that its worker shares with the parent; here it
 * finds that memory the way a debugger does. The worker may be lost, the parent is not.
 *
 * <p>Left out are the words that say who sleeps and who has which chunk: no value of theirs is
 * impossible, so a wrong one cannot be told from a right one.
 */
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, disabledReason = "shared memory is for Linux")
class DamagedMemoryTest {
  private static final long SEED = Long.getLong("damage.seed", System.nanoTime());
  private static final int ROUNDS = Integer.getInteger("damage.pool.rounds", 15);

  /** Where the rings are: see RingDescriptor's diagram. */
  private static final int REQUESTS = 1024;

  private static final int WORDS = 384;
  private static final int REPLIES = REQUESTS + WORDS + (1 << 21) + 128;
  private static final int REPLIES_CAPACITY = 1 << 20;

  private final PathLog log = new PathLog();
  private final ProcessPool pool = new ProcessPool(1);

  @AfterEach
  void endPool() throws InterruptedException {
    log.close();
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
  }

  private static long[] mapping() throws Exception {
    try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
      String line = lines.filter(l -> l.contains("/processpool-")).findFirst().orElse("0-0 ");
      String[] ends = line.substring(0, line.indexOf(' ')).split("-");
      return new long[] {Long.parseLong(ends[0], 16), Long.parseLong(ends[1], 16)};
    }
  }

  /** Overwrites numbers in one of the rings; returns how large the memory is. */
  static long runWild(long seed, int numbers) throws Exception {
    Random random = new Random(seed);
    long[] ends = mapping();
    if (ends[0] == 0) {
      return 0;
    }
    try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "rw")) {
      for (int i = 0; i < numbers; i++) {
        long half = (ends[1] - ends[0]) / 2;
        long at =
            switch (random.nextInt(4)) {
              case 0 -> REQUESTS; // its tail
              case 1 -> REQUESTS + 128; // its head
              default -> REQUESTS + WORDS + random.nextInt((int) half);
            };
        memory.seek(ends[0] + (at & -4));
        memory.write(new byte[] {(byte) random.nextInt(), (byte) random.nextInt(), -1, 127});
      }
    }
    return ends[1] - ends[0];
  }

  @Test
  void aTaskThatDamagesTheRequestsCostsItsWorkerAtMost() throws Exception {
    assumeThat(PathLog.sharedMemoryExpected()).as("shared memory is in use").isTrue();
    int lost = 0;
    for (int round = 0; round < ROUNDS; round++) {
      log.settle(pool);
      try {
        long size = pool.applyAsync(DamagedMemoryTest::runWild, SEED + round, 40).get(bound());
        assertThat(size).as("the memory was found").isGreaterThan(1 << 20);
      } catch (ExecutionException failed) {
        assertThat(failed).hasCauseInstanceOf(WorkerDiedException.class);
      }
      for (int i = 0; i < 20; i++) {
        try {
          assertThat(pool.applyAsync(Tasks::square, i).get(bound())).isEqualTo(i * i);
        } catch (ExecutionException failed) {
          assertThat(failed).as("seed=" + SEED).hasCauseInstanceOf(WorkerDiedException.class);
          lost++;
        }
      }
      List<Integer> next = pool.mapAsync(Tasks::square, List.of(1, 2, 3), 1).get(bound());
      assertThat(next).as("seed=" + SEED).containsExactly(1, 4, 9);
    }
    System.out.println("tasks lost to damage: " + lost + " of " + 20 * ROUNDS + ", seed=" + SEED);
    assertThat(lost).as("of twenty tasks each, seed=" + SEED).isLessThanOrEqualTo(ROUNDS);
  }

  /**
   * Puts a record of its own where the worker will put the task's answer, as long as it may be, and
   * returns once the parent has taken it: what the parent has taken it does not look at again.
   */
  static int answersFirst(int length, boolean partial) throws Exception {
    long ring = mapping()[0] + REPLIES;
    try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "rw")) {
      long tail = word(memory, ring);
      ByteBuffer record = ByteBuffer.allocate(4 + length).order(ByteOrder.nativeOrder());
      record.putInt(partial ? length | 1 << 31 : length).put((byte) ToParent.OUTPUT.ordinal());
      memory.seek(ring + WORDS + (tail & (REPLIES_CAPACITY - 1)));
      memory.write(record.put((byte) 1).array());
      long next = tail + ((4 + length + 7) & -8);
      memory.seek(ring);
      memory.write(ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(next).array());
      Hostile.say(new MessageWriter(ToParent.BELL));
      while (word(memory, ring + 128) != next) {
        Thread.onSpinWait();
      }
    }
    return length;
  }

  private static long word(RandomAccessFile memory, long at) throws IOException {
    byte[] word = new byte[8];
    memory.seek(at);
    memory.readFully(word);
    return ByteBuffer.wrap(word).order(ByteOrder.nativeOrder()).getLong();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRecordInTheAnswersPlaceKeepsNobodyWaiting(boolean partial) throws Exception {
    assumeThat(PathLog.sharedMemoryExpected()).as("shared memory is in use").isTrue();
    for (int length = 12; length <= 60; length += 8) { // an answer of one number is as short
      log.settle(pool);
      try {
        pool.applyAsync(DamagedMemoryTest::answersFirst, length, partial).get(bound());
      } catch (ExecutionException failed) {
        assertThat(failed).as("length=" + length).hasCauseInstanceOf(WorkerDiedException.class);
      }
      assertThat(pool.applyAsync(Tasks::square, 3).get(bound())).isEqualTo(9);
    }
  }

  /** Leaves a thread behind that for a while hides whatever the parent puts. */
  static int hidesWhatFollows() throws Exception {
    long ring = mapping()[0] + REQUESTS;
    RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "rw");
    byte[] tail = new byte[8];
    memory.seek(ring);
    memory.readFully(tail);
    Thread hider =
        new Thread(
            () -> {
              try (memory) {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
                while (System.nanoTime() < end) {
                  memory.seek(ring);
                  memory.write(tail);
                }
              } catch (IOException impossible) {
                throw new AssertionError(impossible);
              }
            });
    hider.setDaemon(true);
    hider.start();
    return 1;
  }

  @Test
  void aRequestThatIsHiddenKeepsNobodyWaiting() throws Exception {
    assumeThat(PathLog.sharedMemoryExpected()).as("shared memory is in use").isTrue();
    for (int round = 0; round < 5; round++) {
      log.settle(pool);
      try {
        pool.applyAsync(DamagedMemoryTest::hidesWhatFollows).get(bound());
        assertThat(pool.applyAsync(Tasks::square, 3).get(bound())).isEqualTo(9);
      } catch (ExecutionException failed) {
        assertThat(failed).hasCauseInstanceOf(WorkerDiedException.class);
      }
      assertThat(pool.applyAsync(Tasks::square, 3).get(bound())).isEqualTo(9);
    }
  }

  private static Duration bound() {
    return Duration.ofSeconds(60);
  }
}
