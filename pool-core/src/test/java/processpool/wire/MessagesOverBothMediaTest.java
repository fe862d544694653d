package processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Messages of every size, with runs of bytes short and long, arrive as they were sent, over a pipe
 * as over a ring, however often the ring is full. {@code -Dmessages.seed=1} repeats a choice.
 */
@Timeout(120)
class MessagesOverBothMediaTest {
  private static final long SEED = Long.getLong("messages.seed", System.nanoTime());
  private static final int MESSAGES = 1_500;
  private static final int CAPACITY = RingDescriptor.REPLIES_CAPACITY;

  /** A run of bytes, text or a number: what a message is made of. */
  private static List<Object> parts(Random random) {
    List<Object> parts = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      switch (random.nextInt(4)) {
        case 0 -> parts.add(random.nextInt());
        case 1 -> parts.add(random.nextLong());
        case 2 -> parts.add((random.nextBoolean() ? "é" : "日").repeat(random.nextInt(50)));
        default -> parts.add(Memory.filled(size(random), random.nextInt()));
      }
    }
    return parts;
  }

  /** Mostly near a limit of something. */
  private static int size(Random random) {
    int[] limits = {0, 16, MessageWriter.ATTACHED, FrameWriter.FRAME, RingDescriptor.LARGEST};
    int near = limits[random.nextInt(limits.length)] + random.nextInt(25) - 12;
    return switch (random.nextInt(40)) {
      case 0 -> 3 * CAPACITY + random.nextInt(100);
      case 1, 2, 3 -> random.nextInt(300_000);
      default -> Math.max(0, near);
    };
  }

  private static MessageWriter written(List<Object> parts) {
    MessageWriter message = new MessageWriter(ToWorker.RUN);
    for (Object part : parts) {
      if (part instanceof Integer number) {
        message.putInt(number);
      } else if (part instanceof Long number) {
        message.putLong(number);
      } else if (part instanceof String text) {
        message.putString(text);
      } else {
        message.putBytes((byte[]) part);
      }
    }
    return message;
  }

  private static void check(List<Object> parts, MessageReader message) throws IOException {
    assertThat(ToWorker.of(message)).isEqualTo(ToWorker.RUN);
    for (Object part : parts) {
      if (part instanceof Integer number) {
        assertThat(message.getInt()).isEqualTo(number);
      } else if (part instanceof Long number) {
        assertThat(message.getLong()).isEqualTo(number);
      } else if (part instanceof String text) {
        assertThat(message.getString()).isEqualTo(text);
      } else {
        byte[] bytes = (byte[]) part;
        assertThat(Arrays.equals(message.getBytes(), bytes)).as("size=" + bytes.length).isTrue();
      }
    }
  }

  private interface Source {
    MessageReader next() throws Exception;
  }

  private static void exchange(Outbox to, Source from) throws Exception {
    FutureTask<Void> sender =
        new FutureTask<>(
            () -> {
              Random random = new Random(SEED);
              for (int i = 0; i < MESSAGES; i++) {
                to.send(written(parts(random)));
              }
              return null;
            });
    new Thread(sender, "sender").start();
    Random random = new Random(SEED);
    for (int i = 0; i < MESSAGES; i++) {
      try {
        check(parts(random), from.next());
      } catch (Throwable wrong) {
        throw new AssertionError("message " + i + ", -Dmessages.seed=" + SEED, wrong);
      }
    }
    sender.get(30, TimeUnit.SECONDS);
  }

  @Test
  void overAPipe() throws Exception {
    PipedInputStream in = new PipedInputStream(1 << 16);
    try (OutputStream out = new PipedOutputStream(in)) {
      FrameReader reader =
          new FrameReader(
              trickling(in),
              (bytes, offset, length) -> {
                throw new IOException("stray bytes: " + length);
              });
      exchange(new FrameWriter(out), reader::next);
    }
  }

  /** As a pipe does: returns less than was asked for. */
  private static InputStream trickling(InputStream in) {
    Random random = new Random(SEED + 1);
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return in.read();
      }

      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        int most = random.nextInt(20) == 0 ? 1 + random.nextInt(9) : length;
        return in.read(to, offset, Math.min(most, length));
      }
    };
  }

  @Test
  void overARing() throws Exception {
    overARing(CAPACITY);
  }

  @Test
  void overARingThatIsNearlyAlwaysFull() throws Exception {
    overARing(4 * RingDescriptor.LARGEST);
  }

  private static void overARing(int capacity) throws Exception {
    ByteBuffer memory = Memory.ofRing(capacity);
    RingReader reader = new RingReader(new Ring(memory, 0, capacity));
    exchange(
        new RingWriter(new Ring(memory, 0, capacity), new Silent(), false),
        () -> {
          MessageReader message = reader.poll();
          while (message == null) {
            Thread.onSpinWait();
            Thread.yield();
            message = reader.poll();
          }
          return message;
        });
    assertThat(reader.isEmpty()).isTrue();
  }

  /** For a reader that never sleeps. */
  private static final class Silent implements RingWriter.Bell {
    @Override
    public void ring() throws IOException {
      throw new IOException("nobody sleeps");
    }

    @Override
    public boolean isConnected() {
      return true;
    }
  }

  private static RingWriter patientWriter(
      ByteBuffer memory, Runnable bell, BooleanSupplier connected) {
    return new RingWriter(
        new Ring(memory, 0, CAPACITY),
        new RingWriter.Bell() {
          @Override
          public void ring() {
            bell.run();
          }

          @Override
          public boolean isConnected() {
            return connected.getAsBoolean();
          }
        },
        true);
  }

  @Test
  void aWriterThatWaitsForRoomRingsAndGivesUpWhenTheOtherSideIsGone() throws Exception {
    ByteBuffer memory = Memory.ofRing(CAPACITY);
    AtomicInteger rung = new AtomicInteger();
    AtomicInteger asked = new AtomicInteger();
    RingReader sleeper = new RingReader(new Ring(memory, 0, CAPACITY));
    sleeper.sleeping(true);
    RingWriter writer =
        patientWriter(memory, rung::incrementAndGet, () -> asked.incrementAndGet() < 200);
    MessageWriter large = new MessageWriter(ToWorker.RUN).putBytes(new byte[2 * CAPACITY]);
    assertThat(writer.hasRoomFor(large)).isFalse();
    assertThatThrownBy(() -> writer.send(large))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the other side ended");
    assertThat(rung).as("one sleep, one bell").hasValue(1);
    assertThat(asked).hasValue(200);
  }

  /** It waits a moment for a reader that may come by itself, as half of the time this one does. */
  @Test
  void aPatientWriterWakesWhoeverDoesNotComeByItself() throws Exception {
    ByteBuffer memory = Memory.ofRing(CAPACITY);
    Semaphore bells = new Semaphore(0);
    AtomicInteger taken = new AtomicInteger();
    RingWriter writer = patientWriter(memory, bells::release, () -> true);
    int rounds = 20_000;
    FutureTask<Boolean> reading =
        new FutureTask<>(
            () -> takeAll(new RingReader(new Ring(memory, 0, CAPACITY)), bells, taken, rounds));
    new Thread(reading).start();
    for (int i = 0; i < rounds; i++) {
      writer.send(new MessageWriter(ToWorker.QUIT));
      while (i % 4 == 0 && taken.get() <= i && !reading.isDone()) {
        Thread.onSpinWait(); // so that it goes to sleep
      }
    }
    assertThat(reading.get(60, TimeUnit.SECONDS)).as("none is left, taken=" + taken).isTrue();
  }

  private static boolean takeAll(RingReader reader, Semaphore bells, AtomicInteger taken, int all)
      throws Exception {
    for (int sleeps = 0; taken.get() < all; sleeps++) {
      while (reader.poll() != null) {
        taken.incrementAndGet();
      }
      reader.sleeping(true);
      long begun = System.nanoTime();
      while (sleeps % 2 == 0 && reader.isEmpty() && System.nanoTime() - begun < 20_000) {
        Thread.onSpinWait();
      }
      boolean done = taken.get() == all;
      if (!done && reader.isEmpty() && !bells.tryAcquire(20, TimeUnit.SECONDS)) {
        return false;
      }
      reader.sleeping(false);
    }
    return true;
  }
}
