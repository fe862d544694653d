package processpool.wire;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.IZ_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * What {@link Ring} and {@link Claims} argue about the order of memory, under jcstress: each actor
 * is a thread, and every outcome that was not foreseen is an error. Two threads on one mapping see
 * what two processes would: the words are the same, and so is the hardware.
 */
public final class RingStress {
  private static final int CAPACITY = 64;

  private RingStress() {}

  /** A ring seen from both sides, as two processes do. */
  private static final class Pair {
    final Ring producer;
    final Ring consumer;

    Pair() {
      ByteBuffer memory =
          ByteBuffer.allocateDirect(RingDescriptor.DATA + CAPACITY + Long.BYTES)
              .alignedSlice(Long.BYTES)
              .order(ByteOrder.nativeOrder());
      producer = new Ring(memory, 0, CAPACITY);
      consumer = new Ring(memory, 0, CAPACITY);
    }

    boolean offer(byte[] record) {
      try {
        return producer.offer(record, 0, record.length, false);
      } catch (StreamCorruptedException damaged) {
        throw new IllegalStateException(damaged);
      }
    }

    /** The next record's bytes; the ring must not be empty. */
    byte[] take() {
      try {
        byte[] record = new byte[consumer.header()];
        consumer.copy(0, record, 0, record.length);
        consumer.release(record.length);
        return record;
      } catch (StreamCorruptedException damaged) {
        throw new IllegalStateException(damaged);
      }
    }
  }

  /** The producer puts and looks for a sleeper; the consumer lies down and looks once more. */
  @JCStressTest
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "It sleeps, and is woken.")
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "It stays awake; rung for nothing.")
  @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "It stays awake.")
  @Outcome(id = "false, true", expect = FORBIDDEN, desc = "It sleeps for ever.")
  @State
  public static class NoWakeUpIsLost {
    private final Pair ring = new Pair();
    private final byte[] record = {1, 2, 3, 4};

    @Actor
    public void producer(ZZ_Result r) {
      boolean fits = ring.offer(record);
      r.r1 = fits && ring.producer.mustRing();
    }

    @Actor
    public void consumer(ZZ_Result r) {
      ring.consumer.sleeping(true);
      r.r2 = ring.consumer.isEmpty();
    }
  }

  /** Whoever sees that there is a record sees all of it. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "Not there yet.")
  @Outcome(id = "7777", expect = ACCEPTABLE, desc = "There, whole.")
  @State
  public static class ARecordIsSeenWholeOrNotAtAll {
    private final Pair ring = new Pair();
    private final byte[] record = {7, 7, 7, 7};

    @Actor
    public void producer() {
      boolean unused = ring.offer(record);
    }

    @Actor
    public void consumer(I_Result r) {
      if (!ring.consumer.isEmpty()) {
        byte[] seen = ring.take();
        r.r1 = seen[0] * 1000 + seen[1] * 100 + seen[2] * 10 + seen[3];
      }
    }
  }

  /** A full ring: the producer may write over a record only after it has been copied out. */
  @JCStressTest
  @Outcome(id = "11, true", expect = ACCEPTABLE, desc = "Read, then written over.")
  @Outcome(id = "11, false", expect = ACCEPTABLE, desc = "No room yet.")
  @State
  public static class NothingIsOverwrittenThatIsBeingRead {
    private final Pair ring = new Pair();
    private final byte[] next = new byte[CAPACITY - RingDescriptor.HEADER];

    public NothingIsOverwrittenThatIsBeingRead() {
      byte[] first = new byte[next.length];
      Arrays.fill(first, (byte) 1);
      boolean unused = ring.offer(first);
      Arrays.fill(next, (byte) 2);
    }

    @Actor
    public void consumer(IZ_Result r) {
      if (!ring.consumer.isEmpty()) {
        byte[] seen = ring.take();
        r.r1 = seen[0] * 10 + seen[seen.length - 1];
      }
    }

    @Actor
    public void producer(IZ_Result r) {
      r.r2 = ring.offer(next);
    }
  }

  /** Two records in one go: never the second without the first. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "1, 0", "1, 2"},
      expect = ACCEPTABLE,
      desc = "In order.")
  @State
  public static class RecordsComeInOrder {
    private final Pair ring = new Pair();
    private final byte[] one = {1};
    private final byte[] two = {2};

    @Actor
    public void producer() {
      boolean unused = ring.offer(one) && ring.offer(two);
    }

    @Actor
    public void consumer(II_Result r) {
      if (!ring.consumer.isEmpty()) {
        r.r1 = ring.take()[0];
        if (!ring.consumer.isEmpty()) {
          r.r2 = ring.take()[0];
        }
      }
    }
  }

  /** A worker that begins a chunk, a parent that takes it back: one of them has it. */
  @JCStressTest
  @Outcome(
      id = {"true, false", "false, true"},
      expect = ACCEPTABLE,
      desc = "One winner.")
  @State
  public static class AClaimHasOneWinner {
    private final Claims claims =
        new Claims(ByteBuffer.allocateDirect(64).order(ByteOrder.nativeOrder()));

    public AClaimHasOneWinner() {
      claims.offer(3, 5);
    }

    @Actor
    public void worker(ZZ_Result r) {
      try {
        r.r1 = claims.claim(3, 5);
      } catch (java.io.StreamCorruptedException damaged) {
        throw new IllegalStateException(damaged);
      }
    }

    @Actor
    public void parent(ZZ_Result r) {
      r.r2 = claims.takeBack(3, 5);
    }
  }
}
