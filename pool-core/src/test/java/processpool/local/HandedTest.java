package processpool.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.local.Handed.Place;
import processpool.schedule.Chunk;
import processpool.schedule.Nothing;
import processpool.schedule.Runner.Answer;
import processpool.wire.Claims;
import processpool.wire.SharedMemory;

/** What the parent knows of chunks that a worker says it passes over. Conformance line 76. */
@Timeout(60)
class HandedTest {
  private final Handed handed = new Handed();
  private final Chunk chunk = new Nothing();

  @BeforeEach
  void whereThereIsSharedMemory() {
    assumeThatCode(() -> SharedMemory.create().close()).doesNotThrowAnyException();
  }

  private Place send(SharedMemory memory) {
    handed.offer(memory.claims());
    Place place = handed.hand(chunk);
    assertThat(handed.isToBeSent(place)).isTrue();
    return place;
  }

  private boolean mayPassOver(Place place) {
    return handed.wasTakenBack(place.slot, place.ticket);
  }

  @Test
  void whatWasTakenBackIsPassedOver() throws Exception {
    try (SharedMemory memory = SharedMemory.create()) {
      Place place = send(memory);
      assertThat(mayPassOver(place)).as("nobody took it back").isFalse();
      assertThat(handed.takeBack(chunk)).isEqualTo(Answer.YES);
      assertThat(mayPassOver(place)).isTrue();
      assertThat(memory.claims().claim(place.slot, place.ticket)).isFalse();
    }
  }

  @Test
  void whatTheWorkerHasBegunIsNot() throws Exception {
    try (SharedMemory memory = SharedMemory.create()) {
      Place place = send(memory);
      assertThat(memory.claims().claim(place.slot, place.ticket)).isTrue();
      assertThat(handed.takeBack(chunk)).isEqualTo(Answer.NO);
      assertThat(mayPassOver(place)).isFalse();
    }
  }

  /** Its worker is about to be ended, and has it still. */
  @Test
  void whatWasStoppedBeforeItBeganIsPassedOver() throws Exception {
    try (SharedMemory memory = SharedMemory.create()) {
      Place place = send(memory);
      assertThat(handed.stop(chunk, 0)).isEqualTo(Answer.YES);
      assertThat(mayPassOver(place)).isTrue();
      Claims claims = memory.claims();
      assertThat(claims.claim(place.slot, place.ticket)).isFalse();
      assertThat(handed.all()).containsExactly(place);
    }
  }
}
