package processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The orders of memory that {@link Ring} and {@link Claims} argue for: two threads do one thing
 * each, at the same moment, millions of times, and only the outcomes that the argument allows may
 * ever be seen. {@code -Dorder.seconds=60} makes each of them longer.
 *
 * <p>This is the way of jcstress, in small, so that each build has some of it. RingStress in the
 * module benchmarks does the same under jcstress itself, which needs a launcher of its own.
 * (Lincheck would fit into JUnit, but explores interleavings of whole steps and so never sees what
 * a missing fence does.) It shows errors, not their absence; the argument itself is in {@link
 * Ring}.
 */
@Timeout(900)
class MemoryOrderTest {
  private static final int SECONDS = Integer.getInteger("order.seconds", 2);
  private static final int CAPACITY = 64;
  private static final int STRIDE = 512;
  private static final int PLACES = 1024;

  /** How often to look for the other, which may have lost its processor: then it is no race. */
  private static final int PATIENCE = 500;

  @BeforeEach
  void twoProcessors() {
    assumeThat(Runtime.getRuntime().availableProcessors())
        .as("processors: with one, two threads never do anything at the same moment")
        .isGreaterThan(1);
  }

  /** Two actors, in step with each other: each waits at each place for the other to be there. */
  private static final class Pair {
    private final AtomicInteger first = new AtomicInteger();
    private final AtomicInteger second = new AtomicInteger();
    private final Map<String, Long> outcomes = new TreeMap<>();

    void meet(IntPredicate one, IntPredicate other) throws Exception {
      first.set(0);
      second.set(0);
      boolean[] ones = new boolean[PLACES];
      boolean[] others = new boolean[PLACES];
      FutureTask<Void> thread = new FutureTask<>(() -> act(first, second, one, ones), null);
      new Thread(thread, "one").start();
      act(second, first, other, others);
      thread.get(60, TimeUnit.SECONDS);
      for (int i = 0; i < PLACES; i++) {
        outcomes.merge(ones[i] + ", " + others[i], 1L, Long::sum);
      }
    }

    private static void act(
        AtomicInteger mine, AtomicInteger theirs, IntPredicate actor, boolean[] results) {
      for (int i = 0; i < PLACES; i++) {
        mine.set(i + 1);
        for (int spins = 0; theirs.get() <= i && spins < PATIENCE; spins++) {
          Thread.onSpinWait();
        }
        results[i] = actor.test(i);
      }
    }

    void mustOnlyBe(String what, String... legal) {
      System.out.println(what + ": " + outcomes);
      assertThat(outcomes.keySet()).as(what).isSubsetOf(Arrays.asList(legal));
      assertThat(outcomes.values().stream().mapToLong(Long::longValue).sum()).isGreaterThan(PLACES);
    }
  }

  private static boolean timeIsLeft(long begun) {
    return System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(SECONDS);
  }

  /** What a writer does after it has put something, but for the bell itself. */
  private static boolean rings(Ring producer) {
    boolean must = producer.mustRing();
    if (must) {
      producer.isBeingWoken();
    }
    return must;
  }

  /** The producer puts and looks for a sleeper; the consumer goes to sleep and looks again. */
  @Test
  void noWakeUpIsLost() throws Exception {
    Pair pair = new Pair();
    ByteBuffer memory = Memory.ofBytes(STRIDE * PLACES);
    for (long begun = System.nanoTime(); timeIsLeft(begun); ) {
      Ring[] producers = rings(memory);
      Ring[] consumers = rings(memory);
      byte[] record = {1, 2, 3, 4};
      pair.meet(
          i -> {
            offer(producers[i], record);
            return rings(producers[i]);
          },
          i -> {
            consumers[i].sleeping(true);
            return consumers[i].isEmpty();
          });
    }
    pair.mustOnlyBe(
        "doorbell: rung, found empty",
        "true, true", // it sleeps, and is woken
        "true, false", // it stays awake, and the bell is rung for nothing
        "false, false"); // it stays awake; false, true would be a sleep for ever
  }

  /** The same with a consumer that wakes by itself and lies down again: its sign is not lost. */
  @Test
  void whoeverTakesASignAwayRings() throws Exception {
    Pair pair = new Pair();
    ByteBuffer memory = Memory.ofBytes(STRIDE * PLACES);
    for (long begun = System.nanoTime(); timeIsLeft(begun); ) {
      Ring[] producers = rings(memory);
      Ring[] consumers = rings(memory);
      boolean[] rung = new boolean[PLACES];
      for (Ring ring : consumers) {
        ring.sleeping(true);
      }
      pair.meet(
          i -> rung[i] = rings(producers[i]),
          i -> {
            consumers[i].sleeping(false);
            consumers[i].sleeping(true);
            return true;
          });
      for (int i = 0; i < PLACES; i++) {
        assertThat(rung[i] || producers[i].mustRing()).as("the bell or the sign").isTrue();
      }
    }
    pair.mustOnlyBe("a sleeper that wakes: rung, asleep", "true, true", "false, true");
  }

  @Test
  void aClaimAndATakingBackHaveOneWinner() throws Exception {
    Pair pair = new Pair();
    ByteBuffer memory = Memory.ofBytes(PLACES * Integer.BYTES);
    int ticket = 0;
    for (long begun = System.nanoTime(); timeIsLeft(begun); ) {
      Claims parent = new Claims(memory);
      Claims worker = new Claims(memory);
      int number = ++ticket;
      for (int i = 0; i < PLACES; i++) {
        parent.offer(i, number);
      }
      pair.meet(i -> claim(worker, i, number), i -> parent.takeBack(i, number));
    }
    pair.mustOnlyBe("claims: claimed, taken back", "true, false", "false, true");
  }

  private static boolean claim(Claims worker, int slot, int ticket) {
    try {
      return worker.claim(slot, ticket);
    } catch (StreamCorruptedException overwritten) {
      throw new AssertionError(overwritten);
    }
  }

  /** Who sees the tail sees the record; and nothing is overwritten that is still being read. */
  @Test
  void aRecordIsSeenWholeOrNotAtAll() throws Exception {
    int capacity = 1 << 13; // small, so that it is full and empty often
    ByteBuffer memory = Memory.ofRing(capacity);
    Ring producer = new Ring(memory, 0, capacity);
    Ring consumer = new Ring(memory, 0, capacity);
    long begun = System.nanoTime();
    FutureTask<Integer> writer =
        new FutureTask<>(
            () -> {
              int number = 0;
              byte[] record = new byte[256];
              while (timeIsLeft(begun)) {
                Arrays.fill(record, (byte) ++number);
                while (!producer.offer(record, 0, length(number), false)) {
                  Thread.yield();
                }
              }
              return number;
            });
    new Thread(writer, "writer").start();
    int number = 0;
    byte[] record = new byte[256];
    while (!writer.isDone() || !consumer.isEmpty()) {
      if (consumer.isEmpty()) {
        Thread.yield();
        continue;
      }
      number++;
      int length = consumer.header();
      assertThat(length).as("length of record " + number).isEqualTo(length(number));
      consumer.copy(0, record, 0, length);
      consumer.release(length);
      for (int i = 0; i < length; i++) {
        if (record[i] != (byte) number) {
          assertThat(record[i]).as("byte " + i + " of record " + number).isEqualTo((byte) number);
        }
      }
    }
    assertThat(number).isEqualTo(writer.get(60, TimeUnit.SECONDS)).isGreaterThan(1_000);
    System.out.println("records seen whole: " + number);
  }

  private static int length(int number) {
    return number * 31 % 200;
  }

  private static void offer(Ring ring, byte[] record) {
    try {
      ring.offer(record, 0, record.length, false); // fits: each ring is new
    } catch (StreamCorruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Ring[] rings(ByteBuffer memory) {
    memory.clear();
    memory.put(new byte[memory.capacity()]);
    Ring[] rings = new Ring[PLACES];
    for (int i = 0; i < PLACES; i++) {
      rings[i] = new Ring(memory, i * STRIDE, CAPACITY);
    }
    return rings;
  }
}
