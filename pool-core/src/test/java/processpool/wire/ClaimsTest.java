package processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;

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
  void whatWasOfferedCanBeClaimedOnce() {
    parent.offer(3, 1);
    assertThat(parent.begun(3)).isZero();
    assertThat(worker.claim(3, 1)).isTrue();
    assertThat(parent.begun(3)).isEqualTo(1);
    assertThat(worker.claim(3, 1)).isFalse();
  }

  @Test
  void whatWasClaimedCannotBeTakenBack() {
    parent.offer(3, 1);
    assertThat(worker.claim(3, 1)).isTrue();
    assertThat(parent.takeBack(3, 1)).isFalse();
    assertThat(parent.begun(3)).isEqualTo(1);
  }

  @Test
  void whatWasTakenBackCannotBeClaimed() {
    parent.offer(3, 1);
    assertThat(parent.takeBack(3, 1)).isTrue();
    assertThat(worker.claim(3, 1)).isFalse();
    assertThat(parent.takeBack(3, 1)).isFalse();
    assertThat(parent.begun(3)).isZero();
  }

  @Test
  void aTicketOfLongAgoIsNotTheSlotsNextOne() {
    parent.offer(3, 1);
    assertThat(parent.takeBack(3, 1)).isTrue();
    parent.offer(3, 2);
    assertThat(worker.claim(3, 1)).as("the old message, still on its way").isFalse();
    assertThat(parent.takeBack(3, 1)).isFalse();
    assertThat(worker.claim(3, 2)).isTrue();
  }

  @Test
  void slotsDoNotTouchEachOther() {
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
  void theSlotsEndBeforeTheRingsBegin() {
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
        if (slot % 8 < 6) { // the rest was taken back before, or never offered
          parent.offer(slot, first + slot + 1);
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
