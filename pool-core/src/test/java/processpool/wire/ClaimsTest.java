package processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of a worker that claims a chunk and a parent that takes it back, exactly one wins. */
@Timeout(60)
class ClaimsTest {
  private final ByteBuffer memory = Memory.ofBytes(RingDescriptor.SLOTS * Integer.BYTES);
  private final Claims parent = new Claims(memory);
  private final Claims worker = new Claims(memory);

  @Test
  void whatWasOfferedCanBeClaimedOnce() throws Exception {
    parent.offer(3, 1);
    assertThat(parent.begun(3, 1)).isZero();
    assertThat(worker.claim(3, 1)).isTrue();
    assertThat(parent.begun(3, 1)).isEqualTo(1);
    assertThatThrownBy(() -> worker.claim(3, 1)).isInstanceOf(StreamCorruptedException.class);
  }

  @Test
  void aWordThatNobodyCanHaveLeftIsDamage() throws Exception {
    for (int word : new int[] {0, -1, -7, Integer.MIN_VALUE, 99, 1_000_000, (1 << 30) + 99}) {
      parent.offer(3, word);
      assertThatThrownBy(() -> worker.claim(3, 100))
          .as("word %d", word)
          .isInstanceOf(StreamCorruptedException.class)
          .hasMessage("damaged memory: a claim was overwritten, slot=3, word=" + word);
      assertThat(parent.begun(3, 100)).as("it may have begun").isPositive();
      assertThat(parent.stop(3, 100, 1, 1)).as("it puts off no end").isTrue();
    }
    parent.offer(3, 101);
    assertThat(worker.claim(3, 100)).as("one offered later").isFalse();
    assertThat(worker.claim(3, 101)).isTrue();
    parent.offer(3, 42);
    assertThatThrownBy(() -> worker.beginUnlessStopped(3, 1))
        .isInstanceOf(StreamCorruptedException.class);
  }

  @Test
  void afterTheLastTicketComesTheFirst() throws Exception {
    parent.offer(3, Claims.LAST_TICKET);
    assertThat(parent.takeBack(3, Claims.LAST_TICKET)).isTrue();
    assertThat(worker.claim(3, Claims.LAST_TICKET)).isFalse();
    parent.offer(3, 1);
    assertThat(worker.claim(3, Claims.LAST_TICKET)).isFalse();
    assertThat(worker.claim(3, 1)).isTrue();
  }

  @Test
  void whatWasClaimedCannotBeTakenBack() throws Exception {
    parent.offer(3, 1);
    assertThat(worker.claim(3, 1)).isTrue();
    assertThat(parent.takeBack(3, 1)).isFalse();
    assertThat(parent.begun(3, 1)).isEqualTo(1);
  }

  @Test
  void whatWasTakenBackCannotBeClaimed() throws Exception {
    parent.offer(3, 1);
    assertThat(parent.takeBack(3, 1)).isTrue();
    assertThat(worker.claim(3, 1)).isFalse();
    assertThat(parent.takeBack(3, 1)).isFalse();
    assertThat(parent.begun(3, 1)).isZero();
  }

  @Test
  void aTicketOfLongAgoIsNotTheSlotsNextOne() throws Exception {
    parent.offer(3, 1);
    assertThat(parent.takeBack(3, 1)).isTrue();
    parent.offer(3, 2);
    assertThat(worker.claim(3, 1)).as("the old message, still on its way").isFalse();
    assertThat(parent.takeBack(3, 1)).isFalse();
    assertThat(worker.claim(3, 2)).isTrue();
  }

  @Test
  void slotsDoNotTouchEachOther() throws Exception {
    for (int slot = 0; slot < RingDescriptor.SLOTS; slot++) {
      parent.offer(slot, slot + 1);
    }
    for (int slot = 0; slot < RingDescriptor.SLOTS; slot += 2) {
      assertThat(worker.claim(slot, slot + 1)).isTrue();
    }
    for (int slot = 0; slot < RingDescriptor.SLOTS; slot++) {
      assertThat(parent.takeBack(slot, slot + 1)).isEqualTo(slot % 2 == 1);
    }
  }

  @Test
  void theSlotsEndBeforeTheRingsBegin() throws Exception {
    assertThat(RingDescriptor.SLOTS * Integer.BYTES).isLessThanOrEqualTo(RingDescriptor.REQUESTS);
  }

  @Test
  void ofBothAtOnceExactlyOneWins() throws Exception {
    int rounds = 300;
    CyclicBarrier start = new CyclicBarrier(2);
    boolean[] claimed = new boolean[rounds * RingDescriptor.SLOTS];
    boolean[] back = new boolean[claimed.length];
    FutureTask<Void> claimer =
        new FutureTask<>(
            () -> {
              for (int i = 0; i < claimed.length; i++) {
                if (i % RingDescriptor.SLOTS == 0) {
                  start.await();
                }
                claimed[i] = worker.claim(i % RingDescriptor.SLOTS, i + 1);
              }
              return null;
            });
    new Thread(claimer, "claimer").start();
    for (int round = 0; round < rounds; round++) {
      int first = round * RingDescriptor.SLOTS;
      for (int slot = 0; slot < RingDescriptor.SLOTS; slot++) {
        parent.offer(slot, first + slot + 1);
        if (slot % 8 >= 6) {
          assertThat(parent.takeBack(slot, first + slot + 1)).as("before").isTrue();
        }
      }
      start.await();
      for (int slot = RingDescriptor.SLOTS - 1; slot >= 0; slot--) { // they meet in the middle
        back[first + slot] = parent.takeBack(slot, first + slot + 1);
      }
      if (round == rounds - 1) {
        claimer.get(30, TimeUnit.SECONDS);
      }
    }
    for (int i = 0; i < claimed.length; i++) {
      assertThat((claimed[i] ? 1 : 0) + (back[i] ? 1 : 0))
          .as("winners of ticket " + (i + 1))
          .isEqualTo(i % 8 < 6 ? 1 : 0);
    }
  }
}
