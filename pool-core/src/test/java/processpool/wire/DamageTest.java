package processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever a dying or mad process leaves in the shared memory or in a pipe, reading it ends: with
 * messages or with an exception, and without taking more memory than a message may have.
 *
 * <p>{@code -Ddamage.rounds=100000} makes it longer, {@code -Ddamage.seed=1} repeats a choice.
 */
@Timeout(600)
class DamageTest {
  private static final int ROUNDS = Integer.getInteger("damage.rounds", 3_000);
  private static final long SEED = Long.getLong("damage.seed", System.nanoTime());
  private static final int CAPACITY = 1 << 18;
  private static final int MIB = 1 << 20;

  /** What a message may claim before its bytes arrive, once for each part of it, and then some. */
  private static final long MOST = 256L * MIB;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private interface Reading {
    /** Reads to the end; returns how many messages there were. */
    int run() throws IOException;
  }

  private static final class Tally {
    int messages;
    int refused;
    long mostAllocated;

    void count(int round, Reading reading) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      try {
        messages += reading.run();
      } catch (IOException expected) {
        refused++;
      } catch (Throwable wrong) {
        throw new AssertionError("round " + round + ", -Ddamage.seed=" + SEED, wrong);
      }
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      mostAllocated = Math.max(mostAllocated, allocated);
      assertThat(allocated)
          .as("bytes allocated in round " + round + ", -Ddamage.seed=" + SEED)
          .isLessThan(MOST);
    }

    @Override
    public String toString() {
      return "rounds="
          + ROUNDS
          + ", messages="
          + messages
          + ", refused="
          + refused
          + ", most allocated="
          + mostAllocated / MIB
          + " MiB, seed="
          + SEED;
    }
  }

  private static MessageWriter message(Random random) {
    MessageWriter message = new MessageWriter(ToWorker.RUN).putInt(random.nextInt());
    int parts = random.nextInt(4);
    for (int i = 0; i < parts; i++) {
      switch (random.nextInt(4)) {
        case 0 -> message.putBytes(Memory.filled(MessageWriter.ATTACHED + random.nextInt(9), i));
        case 1 -> message.putBytes(Memory.filled(random.nextInt(70_000), i));
        case 2 -> message.putString("text");
        default -> message.putBytes(new byte[random.nextInt(20)]);
      }
    }
    return message;
  }

  /** Takes a message apart as if it were what was written. */
  private static void readAll(MessageReader message, Random random) throws IOException {
    message.getByte();
    message.getInt();
    for (int i = 0; i < 3; i++) {
      if (random.nextBoolean()) {
        message.getBytes();
      } else {
        message.getString();
      }
    }
  }

  private static int number(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Integer.MAX_VALUE - random.nextInt(10);
      case 1 -> random.nextInt(1 << 17);
      case 2 -> 1 << random.nextInt(32);
      case 3 -> -random.nextInt(100);
      case 4 -> RingDescriptor.PARTIAL | random.nextInt(1 << 17);
      default -> random.nextInt();
    };
  }

  @Test
  void readingADamagedRingEnds() {
    Random random = new Random(SEED);
    ByteBuffer memory = Memory.ofRing(CAPACITY);
    Tally tally = new Tally();
    for (int round = 0; round < ROUNDS; round++) {
      memory.putLong(RingDescriptor.TAIL, 0);
      memory.putLong(RingDescriptor.HEAD, 0);
      List<Integer> records = new ArrayList<>();
      Ring ring = new Ring(memory, 0, CAPACITY);
      RingReader reader = new RingReader(new Ring(memory, 0, CAPACITY));
      tally.count(
          round,
          () -> {
            int messages = 0;
            for (int batch = 0; batch < 2; batch++) { // the second wraps, perhaps
              fill(memory, ring, random, records);
              damage(memory, random, records);
              int polls = 0;
              for (MessageReader m = reader.poll(); m != null; m = reader.poll()) {
                assertThat(++polls).as("more messages than there is room for").isLessThan(CAPACITY);
                messages++;
                readIfItCanBe(m, random);
              }
            }
            return messages;
          });
    }
    System.out.println("damaged rings: " + tally);
    assertThat(tally.refused).isGreaterThan(ROUNDS / 10);
    assertThat(tally.messages).isGreaterThan(ROUNDS / 10);
  }

  private static void readIfItCanBe(MessageReader message, Random random) {
    try {
      readAll(message, random);
    } catch (IOException damaged) {
      // One message's own matter.
    }
  }

  /** Puts messages while there is room, and notes where their records begin. */
  private static void fill(ByteBuffer memory, Ring ring, Random random, List<Integer> records)
      throws IOException {
    Outbox out =
        new Outbox(RingDescriptor.LARGEST) {
          @Override
          void put(byte[] bytes, int offset, int length, boolean partial) throws IOException {
            int at = (int) memory.getLong(RingDescriptor.TAIL) & (CAPACITY - 1);
            if (ring.offer(bytes, offset, length, partial)) {
              records.add(RingDescriptor.DATA + at);
            }
          }

          @Override
          void flush() {}
        };
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      MessageWriter next = message(random);
      if (ring.fits(next.length())) {
        out.send(next);
      }
    }
  }

  private static void damage(ByteBuffer memory, Random random, List<Integer> records) {
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int record = // there is none if no message was small enough for the room
          records.isEmpty() ? RingDescriptor.DATA : records.get(random.nextInt(records.size()));
      switch (random.nextInt(8)) {
        case 0 -> memory.putLong(RingDescriptor.TAIL, (long) number(random) << random.nextInt(32));
        case 1 -> memory.putInt(RingDescriptor.TAIL, number(random) & -8);
        case 2 -> memory.putLong(RingDescriptor.HEAD, number(random));
        case 3 -> memory.putInt(record, number(random));
        case 4, 5 -> put(memory, record + 4 + 4 * random.nextInt(4), number(random), random);
        case 6 -> put(memory, record + 4 + random.nextInt(1 << 16), number(random), random);
        default -> memory.put(random.nextInt(memory.capacity()), (byte) random.nextInt());
      }
    }
  }

  private static void put(ByteBuffer memory, int at, int number, Random random) {
    if (at <= memory.capacity() - Integer.BYTES) {
      memory.putInt(at, random.nextBoolean() ? number : Integer.reverseBytes(number));
    }
  }

  @Test
  void writingToARingWithADamagedHeadEnds() {
    Random random = new Random(SEED);
    ByteBuffer memory = Memory.ofRing(CAPACITY);
    Tally tally = new Tally();
    byte[] record = new byte[RingDescriptor.LARGEST];
    for (int round = 0; round < ROUNDS; round++) {
      memory.putLong(RingDescriptor.HEAD, 0);
      Ring ring = new Ring(memory, 0, CAPACITY);
      tally.count(
          round,
          () -> {
            int taken = 0;
            while (ring.offer(record, 0, random.nextInt(record.length), false)) {
              taken++;
            }
            memory.putLong(RingDescriptor.HEAD, (long) number(random) << random.nextInt(32));
            while (ring.offer(record, 0, random.nextInt(record.length), false)) {
              assertThat(++taken).as("more records than there is room for").isLessThan(CAPACITY);
            }
            return taken;
          });
    }
    System.out.println("damaged heads: " + tally);
    assertThat(tally.refused).isGreaterThan(ROUNDS / 2);
  }

  @Test
  void aHeadThatCannotBeIsNotBelieved() {
    for (long damage : new long[] {-8, 4, 64 + 8, Long.MAX_VALUE, Long.MIN_VALUE}) {
      ByteBuffer memory = Memory.ofRing(64);
      Ring ring = new Ring(memory, 0, 64);
      byte[] record = new byte[64 - RingDescriptor.HEADER];
      assertThatThrownBy(
              () -> {
                assertThat(ring.offer(record, 0, record.length, false)).isTrue();
                memory.putLong(RingDescriptor.HEAD, damage);
                ring.offer(record, 0, record.length, false);
              })
          .as("head " + damage)
          .isInstanceOf(StreamCorruptedException.class)
          .hasMessageContaining("damaged ring");
    }
  }

  @Test
  void readingADamagedPipeEnds() {
    Random random = new Random(SEED);
    Tally tally = new Tally();
    for (int round = 0; round < ROUNDS; round++) {
      tally.count(
          round,
          () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            FrameWriter writer = new FrameWriter(out);
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
              writer.send(message(random));
            }
            byte[] stream = damaged(out.toByteArray(), random);
            FrameReader reader =
                new FrameReader(new ByteArrayInputStream(stream), (bytes, offset, length) -> {});
            int messages = 0;
            for (MessageReader m = reader.next(); m != null; m = reader.next()) {
              messages++;
              readIfItCanBe(m, random);
            }
            return messages;
          });
    }
    System.out.println("damaged pipes: " + tally);
    assertThat(tally.refused).isGreaterThan(ROUNDS / 10);
    assertThat(tally.messages).isGreaterThan(ROUNDS / 10);
  }

  private static byte[] damaged(byte[] stream, Random random) {
    ByteBuffer bytes = ByteBuffer.wrap(stream);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int near = random.nextBoolean() ? 48 : stream.length; // the first headers and lengths, often
      int at = random.nextInt(Math.min(near, stream.length - Integer.BYTES));
      if (random.nextBoolean()) {
        bytes.put(at, (byte) random.nextInt());
      } else {
        bytes.putInt(at, number(random));
      }
    }
    return stream;
  }

  // ---- a message of several pieces, whose lengths are what damage can make large

  private static Assembly fed(int... numbers) throws IOException {
    Assembly assembly = new Assembly();
    for (int number : numbers) {
      byte[] bytes = new MessageWriter().putInt(number).toByteArray();
      for (byte one : bytes) {
        assertThat(assembly.room()).isPositive();
        assembly.target()[assembly.position()] = one;
        assembly.filled(1);
      }
    }
    return assembly;
  }

  @Test
  void aMessageThatClaimsMuchGetsRoomAsItArrives() throws Exception {
    int most = Integer.MAX_VALUE - 64;
    assertThat(fed(most, 0).target().length).isLessThanOrEqualTo(64 * MIB);
    assertThat(fed(most, most / 4).target().length).isLessThanOrEqualTo(64 * MIB);
    Assembly attached = fed(4, 1, most, 0x01010101);
    assertThat(attached.target().length).isLessThanOrEqualTo(64 * MIB);
  }

  @Test
  void aMessageThatReallyIsLargeArrivesWhole() throws Exception {
    int size = 150 * MIB + 3;
    Assembly assembly = fed(1 + size, 0);
    int done = 0;
    while (assembly.message() == null) {
      int piece = Math.min(assembly.room(), RingDescriptor.LARGEST);
      for (int i = 0; i < piece; i += 64) {
        assembly.target()[assembly.position() + i] = (byte) (done + i >> 6);
      }
      assembly.filled(piece);
      done += piece;
    }
    assertThat(done).isEqualTo(1 + size);
    MessageReader whole = assembly.message();
    for (int at = 0; at < size; at++) {
      int read = whole.getByte();
      if (at % 64 == 0 && read != (at >> 6 & 0xFF) && at % MIB == 0) {
        assertThat(read).as("at " + at).isEqualTo(at >> 6 & 0xFF);
      }
    }
  }

  @Test
  void moreAttachmentsThanCanBeNamedAreRefused() {
    assertThatThrownBy(() -> fed(100, 26))
        .isInstanceOf(StreamCorruptedException.class)
        .hasMessageContaining("attachments=26");
    assertThatThrownBy(() -> fed(1 << 30, 1 << 29)).isInstanceOf(StreamCorruptedException.class);
    assertThatThrownBy(() -> fed(-1, 0)).isInstanceOf(StreamCorruptedException.class);
    assertThatThrownBy(() -> fed(4, 1, -5, 0)).isInstanceOf(StreamCorruptedException.class);
  }

  @Test
  void aPieceThatGoesOnBehindTheEndOfItsMessageIsRefused() throws Exception {
    byte[] whole =
        new MessageWriter().putInt(8).putInt(0).putLong(42).putInt(7).toByteArray(); // 4 too many
    ByteBuffer memory = Memory.ofRing(64);
    new Ring(memory, 0, 64).offer(whole, 0, whole.length, true);
    RingReader reader = new RingReader(new Ring(memory, 0, 64));
    assertThatThrownBy(reader::poll)
        .isInstanceOf(StreamCorruptedException.class)
        .hasMessageContaining("too long by=4");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new FrameWriter(out).put(whole, 0, whole.length, true);
    FrameReader frames =
        new FrameReader(new ByteArrayInputStream(out.toByteArray()), (bytes, offset, length) -> {});
    assertThatThrownBy(frames::next).hasMessageContaining("too long by=4");
  }

  @Test
  void aTextCannotClaimToBeLongerThanItsMessage() {
    for (int width : new int[] {0, 1, 2, 3, 255}) {
      byte[] bytes = new MessageWriter().putByte(width).putInt(Integer.MAX_VALUE - 8).toByteArray();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      assertThatThrownBy(() -> new MessageReader(bytes, bytes.length).getString())
          .as("width " + width)
          .isInstanceOf(StreamCorruptedException.class);
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MIB);
    }
  }
}
