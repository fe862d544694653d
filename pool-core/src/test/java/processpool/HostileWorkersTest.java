package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static processpool.wire.ToParent.CLASS_REQUEST;
import static processpool.wire.ToParent.OUTPUT;
import static processpool.wire.ToParent.PROGRESS;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.wire.MessageWriter;

/**
 * Workers that say and write anything, beside good tasks whose every result is checked: no wrong
 * one, none that never ends, and the parent neither ends nor grows. (Left out is writing over the
 * values of tasks that this very worker was handed: what it answers for those is its word.) {@code
 * -Dfuzz.seconds=3600} for an hour, {@code -Dfuzz.seed=N} to begin at a seed; each seed is one
 * attack.
 */
@Timeout(value = 12, unit = TimeUnit.HOURS)
class HostileWorkersTest {
  private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
  private static final long SECONDS = Long.getLong("fuzz.seconds", 20);
  private static final int GOOD = 80;

  /** Where the ring of replies begins: see RingDescriptor's diagram. */
  private static final int REPLIES = 1024 + 384 + (1 << 21) + 128;

  private static final int DATA = 384;
  private static final int CAPACITY = 1 << 20;

  static int good(int x) {
    return x * 31 + 7;
  }

  private static MessageWriter message(Random random) {
    int[] ints = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 63, 64, 1, 2, 3, random.nextInt()};
    IntSupplier any = () -> ints[random.nextInt(ints.length)];
    byte[] junk = new byte[random.nextInt(60)];
    random.nextBytes(junk);
    MessageWriter message = new MessageWriter();
    int kind = random.nextInt(13);
    switch (random.nextInt(6)) {
      case 0 -> Arrays.stream(ints).limit(5).forEach(message.putByte(kind)::putInt);
      case 1 ->
          message
              .putByte(PROGRESS.ordinal() + random.nextInt(2)) // what comes of a chunk
              .putInt(random.nextInt(64))
              .putInt(1 + random.nextInt(400))
              .putInt(any.getAsInt())
              .putInt(random.nextInt(2))
              .putInt(random.nextInt(3))
              .putByte(random.nextInt(3))
              .putByte(random.nextInt(18))
              .putInt(any.getAsInt());
      case 2 ->
          message
              .putByte(CLASS_REQUEST.ordinal())
              .putInt(1)
              .putInt(0)
              .putByte(random.nextInt(3))
              .putString("x");
      case 3 -> message.putByte(kind).putInt(any.getAsInt()).putInt(any.getAsInt());
      case 4 -> message.putByte(OUTPUT.ordinal()).putByte(random.nextInt(4)).putInt(any.getAsInt());
      default -> message.putByte(kind);
    }
    for (byte b : junk) {
      message.putByte(b);
    }
    return message;
  }

  private static void overPipe(Random random) throws Exception {
    for (int left = 1 + random.nextInt(6); left > 0; left--) {
      byte[] frame = Hostile.frame(message(random));
      switch (random.nextInt(8)) {
        case 0 -> frame = Arrays.copyOf(frame, random.nextInt(frame.length));
        case 1 -> frame[4] ^= (byte) 0x80; // not a whole message
        case 2 -> ByteBuffer.wrap(frame).putInt(4, random.nextInt());
        case 3 -> random.nextBytes(frame);
        default -> {}
      }
      Hostile.link().write(frame);
    }
  }

  private static void throughMemory(Random random) throws Exception {
    long base = Hostile.memory();
    try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "rw")) {
      ByteBuffer word = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
      long[] odd = {-1, -8, 0, Long.MAX_VALUE, Long.MIN_VALUE, 1 << 21, 3, 8, random.nextLong()};
      switch (random.nextInt(7)) {
        case 0 -> put(memory, base + REPLIES, word.putLong(0, odd[random.nextInt(odd.length)]));
        case 1 -> put(memory, base + 1024 + 128, word.putLong(0, odd[random.nextInt(odd.length)]));
        case 2 -> {
          for (int i = 0; i < 200; i++) {
            boolean first = random.nextBoolean(); // claims and requests' words, or replies'
            long at = first ? random.nextInt(1024 + DATA) : REPLIES + random.nextInt(DATA);
            memory.seek(base + at);
            memory.write(random.nextInt());
          }
        }
        case 3 -> {
          for (int slot = 0; slot < Hostile.CLAIMS; slot++) {
            put(memory, base + 4L * slot, word.clear().limit(4).putInt(0, random.nextInt()));
          }
        }
        case 4 -> forge(random, memory, base);
        case 5 -> put(memory, base + REPLIES + 256, word.putLong(0, random.nextLong()));
        default -> {
          byte[] words = new byte[1024 + DATA];
          Arrays.fill(words, (byte) (random.nextInt(3) - 1));
          memory.seek(base + REPLIES - (random.nextBoolean() ? 0 : REPLIES));
          memory.write(words, 0, DATA);
        }
      }
    }
    Hostile.say(new MessageWriter(processpool.wire.ToParent.BELL));
  }

  private static void put(RandomAccessFile memory, long at, ByteBuffer bytes) throws Exception {
    memory.seek(at);
    memory.write(bytes.array(), 0, bytes.limit());
  }

  /** A record that nobody put. */
  private static void forge(Random random, RandomAccessFile memory, long base) throws Exception {
    byte[] tailBytes = new byte[8];
    memory.seek(base + REPLIES);
    memory.readFully(tailBytes);
    long tail = ByteBuffer.wrap(tailBytes).order(ByteOrder.nativeOrder()).getLong();
    byte[] message = message(random).toByteArray();
    int at = (int) tail & (CAPACITY - 1);
    int[] lengths = {message.length, message.length | 1 << 31, -1, 1 << 16, random.nextInt(), 0};
    ByteBuffer record =
        ByteBuffer.allocate(4 + message.length)
            .order(ByteOrder.nativeOrder())
            .putInt(random.nextInt(2) == 0 ? message.length : lengths[random.nextInt(6)])
            .put(message);
    if (at + record.capacity() + 8 < CAPACITY) {
      put(memory, base + REPLIES + DATA + at, record.flip());
      ByteBuffer word = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
      word.putLong(0, tail + ((record.capacity() + 7) & -8) + 8 * random.nextInt(2));
      put(memory, base + REPLIES, word);
    }
  }

  static String attack(long seed) throws Exception {
    Random random = new Random(seed);
    if (Hostile.memory() == 0 || random.nextBoolean()) {
      overPipe(random);
    } else {
      throughMemory(random);
    }
    TimeUnit.MILLISECONDS.sleep(random.nextInt(4) == 0 ? 30 : 0);
    return "returned";
  }

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  /** What they write beside their links is junk, and comes out. */
  @BeforeEach
  void hideWhatTheyPrint() {
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
  }

  @AfterEach
  void showAgain() {
    System.setOut(out);
    System.setErr(err);
  }

  @Test
  void costThemselvesAtMost() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    long attacks = 0;
    long lost = 0;
    ProcessPool pool = new ProcessPool(2);
    for (long seed = SEED; attacks == 0 || System.nanoTime() < end; seed++) {
      for (int i = 0; i < 40; i++) {
        warmUp(pool, i, seed);
      }
      int dead = round(pool, seed);
      assertThat(dead).as("good tasks told dead, seed=%d", seed).isLessThanOrEqualTo(2);
      lost += dead;
      attacks++;
    }
    out.println("attacks: " + attacks + " from seed=" + SEED + ", good tasks lost: " + lost);
    pool.close();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().contains("-worker-"))
        .hasSizeLessThan(20);
  }

  /** Until memory is mapped; it may lose its worker to what the attack before left. */
  private static void warmUp(ProcessPool pool, int i, long seed) throws Exception {
    try {
      assertThat(pool.applyAsync(HostileWorkersTest::good, i).get(Duration.ofSeconds(60)))
          .isEqualTo(good(i));
    } catch (ExecutionException failed) {
      assertThat(failed).hasCauseInstanceOf(WorkerDiedException.class);
    } catch (TimeoutException never) {
      throw new AssertionError("task " + i + " before seed=" + seed + " does not end", never);
    }
  }

  private static int round(ProcessPool pool, long seed) throws Exception {
    List<AsyncResult<Integer>> goods = new ArrayList<>();
    AsyncResult<String> attack = null;
    for (int i = 0; i < GOOD; i++) {
      if (i == GOOD / 4) {
        attack = pool.applyAsync(HostileWorkersTest::attack, seed);
      }
      goods.add(pool.applyAsync(HostileWorkersTest::good, i));
    }
    int dead = 0;
    for (int i = 0; i < GOOD; i++) {
      try {
        Object value = ((AsyncResult<?>) goods.get(i)).get(Duration.ofSeconds(60));
        assertThat(value).as("good task %d, seed=%d", i, seed).isEqualTo(good(i));
      } catch (ExecutionException failed) {
        dead++;
      } catch (TimeoutException never) {
        throw new AssertionError("good task " + i + " does not end, seed=" + seed, never);
      }
    }
    try {
      attack.get(Duration.ofSeconds(10));
    } catch (ExecutionException blamed) {
      // Or not: some of what it says is harmless.
    } catch (TimeoutException silent) { // it wrote over its own answer: as good as an endless task
      assertThat(attack.cancel(true)).as("can be ended, seed=%d", seed).isTrue();
    }
    return dead;
  }
}
