package processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One direction of the shared memory, both of its ends in one thread. */
@Timeout(120)
class RingTest {
  private static final int LARGEST = RingDescriptor.LARGEST;
  private static final int CAPACITY = RingDescriptor.REPLIES_CAPACITY;

  private ByteBuffer memory;
  private Ring producer;
  private Ring consumer;

  private void ring(int capacity) {
    memory = Memory.ofRing(capacity);
    producer = new Ring(memory, 0, capacity);
    consumer = new Ring(memory, 0, capacity);
  }

  private boolean offer(byte[] record) throws StreamCorruptedException {
    return producer.offer(record, 0, record.length, false);
  }

  private byte[] take() throws StreamCorruptedException {
    if (consumer.isEmpty()) {
      return null;
    }
    int length = consumer.header() & ~RingDescriptor.PARTIAL;
    byte[] record = new byte[length];
    consumer.copy(0, record, 0, length);
    consumer.release(length);
    return record;
  }

  /** Moves both ends to a place, which is a multiple of 8. */
  private void moveTo(int place) throws StreamCorruptedException {
    for (int left = place; left > 0; ) {
      int step = Math.min(left, LARGEST);
      assertThat(offer(new byte[step - RingDescriptor.HEADER])).isTrue();
      assertThat(take()).hasSize(step - RingDescriptor.HEADER);
      left -= step;
    }
  }

  @Test
  void aNewRingIsEmpty() throws Exception {
    ring(64);
    assertThat(consumer.isEmpty()).isTrue();
    assertThat(take()).isNull();
  }

  @Test
  void recordsComeOutInTheOrderInWhichTheyWentIn() throws Exception {
    ring(1 << 12);
    for (int i = 0; i < 20; i++) {
      assertThat(offer(Memory.filled(i, i))).isTrue();
    }
    for (int i = 0; i < 20; i++) {
      assertThat(take()).isEqualTo(Memory.filled(i, i));
    }
    assertThat(take()).isNull();
  }

  @Test
  void aFullRingRefusesAndTakesAgainOnceThereIsRoom() throws Exception {
    ring(64);
    for (int i = 0; i < 8; i++) {
      assertThat(offer(new byte[] {(byte) i})).as("record " + i).isTrue();
    }
    assertThat(offer(new byte[0])).isFalse();
    assertThat(take()).containsExactly(0);
    assertThat(offer(new byte[5])).as("two places wanted, one free").isFalse();
    assertThat(offer(new byte[] {8})).isTrue();
    for (int i = 1; i <= 8; i++) {
      assertThat(take()).containsExactly(i);
    }
    assertThat(take()).isNull();
  }

  @Test
  void aRefusedRecordLeavesNothingBehind() throws Exception {
    ring(64);
    assertThat(offer(new byte[20])).isTrue();
    assertThat(offer(new byte[20])).isTrue();
    assertThat(offer(new byte[20])).as("8 bytes are left, and 48 behind the wrap").isFalse();
    assertThat(take()).hasSize(20);
    assertThat(take()).hasSize(20);
    assertThat(take()).as("not even padding").isNull();
    assertThat(offer(new byte[20])).isTrue();
    assertThat(take()).hasSize(20);
  }

  @Test
  void aRecordThatDoesNotFitBeforeTheEndBeginsAtTheStart() throws Exception {
    ring(1024);
    moveTo(1000);
    byte[] record = Memory.filled(100, 3);
    assertThat(offer(record)).isTrue();
    assertThat(memory.getInt(RingDescriptor.DATA + 1000)).isEqualTo(RingDescriptor.PADDING);
    assertThat(memory.getInt(RingDescriptor.DATA)).isEqualTo(100);
    assertThat(take()).isEqualTo(record);
    assertThat(consumer.isEmpty()).isTrue();
  }

  @Test
  void aRecordThatJustFitsBeforeTheEndStaysThere() throws Exception {
    ring(1024);
    moveTo(1000);
    byte[] record = Memory.filled(20, 4);
    assertThat(offer(record)).isTrue();
    assertThat(memory.getInt(RingDescriptor.DATA + 1000)).isEqualTo(20);
    assertThat(take()).isEqualTo(record);
  }

  @Test
  void everyLengthComesBackFromEveryPlaceNearTheEnd() throws Exception {
    ring(CAPACITY);
    byte[] bytes = Memory.filled(LARGEST, 5);
    byte[] got = new byte[LARGEST];
    moveTo(CAPACITY - LARGEST);
    for (int length = 0; length <= LARGEST; length++) {
      offerAndTake(bytes, got, length);
    }
    for (int before = 8; before <= 256; before += 8) { // every place, every way to be cut
      for (int length = 0; length <= 264; length++) {
        ring(1024);
        moveTo(1024 - before);
        offerAndTake(bytes, got, length);
        offerAndTake(bytes, got, 264 - length);
      }
    }
    for (int before = 8; before <= 64; before += 8) {
      for (int length = LARGEST - 40; length <= LARGEST; length++) {
        ring(CAPACITY / 4);
        moveTo(CAPACITY / 4 - before);
        offerAndTake(bytes, got, length);
      }
    }
  }

  private void offerAndTake(byte[] bytes, byte[] got, int length) throws StreamCorruptedException {
    assertThat(producer.offer(bytes, 0, length, length % 2 == 1)).isTrue();
    assertThat(consumer.isEmpty()).isFalse();
    int header = consumer.header();
    assertThat(header & ~RingDescriptor.PARTIAL).isEqualTo(length);
    assertThat(header < 0).as("partial").isEqualTo(length % 2 == 1);
    consumer.copy(0, got, 0, length);
    consumer.release(length);
    assertThat(Arrays.equals(got, 0, length, bytes, 0, length)).as("length " + length).isTrue();
    assertThat(consumer.isEmpty()).isTrue();
  }

  @Test
  void whatFitsIsNeverRefusedAndAnEmptyRingFitsALargeMessage() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ring(CAPACITY);
    assertThat(producer.fits(CAPACITY / 2)).isTrue();
    assertThat(producer.fits(CAPACITY)).isFalse();
    int fitted = 0;
    for (int i = 0; i < 3_000; i++) {
      int length = random.nextInt(CAPACITY);
      if (producer.fits(length)) {
        fitted++;
        for (int at = 0; at < length || at == 0; at += LARGEST) {
          int piece = Math.min(LARGEST, length - at);
          assertThat(producer.offer(new byte[piece], 0, piece, true)).as("seed=" + seed).isTrue();
        }
      } else {
        for (int takes = random.nextInt(8); takes > 0; takes--) {
          take();
        }
      }
    }
    assertThat(fitted).as("seed=" + seed).isGreaterThan(100);
  }

  @Test
  void anySequenceOfOffersAndTakesIsAQueue() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int capacity = 64; capacity <= 1 << 14; capacity *= 4) {
      ring(capacity);
      ArrayDeque<byte[]> model = new ArrayDeque<>();
      for (int i = 0; i < 50_000; i++) {
        if (random.nextBoolean()) {
          byte[] record = Memory.filled(random.nextInt(capacity / 4), i);
          if (offer(record)) {
            model.add(record);
          } else {
            assertThat(model).as("refused by an empty ring, seed=" + seed).isNotEmpty();
          }
        } else {
          assertThat(take()).as("seed=" + seed).isEqualTo(model.poll());
        }
      }
    }
  }

  @Test
  void theBellIsRungOncePerSleep() {
    ring(64);
    assertThat(producer.mustRing()).as("nobody sleeps").isFalse();
    consumer.sleeping(true);
    assertThat(producer.mustRing()).isTrue();
    producer.isBeingWoken();
    assertThat(producer.mustRing()).as("it was rung already").isFalse();
    consumer.sleeping(true);
    consumer.sleeping(false);
    assertThat(producer.mustRing()).as("it woke by itself").isFalse();
  }

  @Test
  void aDamagedHeaderIsAnException() throws Exception {
    for (int damage : new int[] {LARGEST + 1, 57, 60, 1 << 30, Integer.MAX_VALUE - 1}) {
      ring(64);
      assertThat(offer(new byte[52])).isTrue();
      memory.putInt(RingDescriptor.DATA, damage);
      assertThat(consumer.isEmpty()).isFalse();
      assertThatThrownBy(consumer::header)
          .as("header " + damage)
          .isInstanceOf(StreamCorruptedException.class)
          .hasMessageContaining("damaged ring");
    }
  }

  @Test
  void aDamagedTailIsAnException() {
    for (long damage : new long[] {-8, 7, 1, 72, 1L << 40, Long.MIN_VALUE, Long.MAX_VALUE}) {
      ring(64);
      memory.putLong(RingDescriptor.TAIL, damage);
      assertThat(consumer.isEmpty()).isFalse();
      assertThatThrownBy(consumer::header)
          .as("tail " + damage)
          .isInstanceOf(StreamCorruptedException.class)
          .hasMessageContaining("damaged ring");
    }
  }

  @Test
  void paddingWithNothingBehindItIsAnException() throws Exception {
    ring(64);
    assertThat(offer(new byte[4])).isTrue();
    memory.putInt(RingDescriptor.DATA, RingDescriptor.PADDING);
    assertThat(consumer.isEmpty()).isFalse();
    assertThatThrownBy(consumer::header).isInstanceOf(StreamCorruptedException.class);
  }

  @Test
  void countersBeyondWhatAnIntHoldsAreFine() throws Exception {
    ring(1 << 17);
    byte[] large = new byte[LARGEST - RingDescriptor.HEADER];
    byte[] got = new byte[LARGEST];
    for (int i = 0; i < 3 << 15; i++) { // 6 GiB
      large[i % large.length] = (byte) i;
      assertThat(producer.offer(large, 0, 1 + i % large.length, false)).isTrue();
      assertThat(consumer.isEmpty()).isFalse();
      int length = consumer.header();
      assertThat(length).isEqualTo(1 + i % large.length);
      consumer.copy(length - 1, got, 0, 1);
      assertThat(got[0]).isEqualTo((byte) i);
      consumer.release(length);
    }
    assertThat(memory.getLong(RingDescriptor.TAIL)).isGreaterThan(1L << 31);
  }
}
