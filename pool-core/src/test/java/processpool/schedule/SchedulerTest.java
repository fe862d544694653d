package processpool.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import processpool.events.Events;
import processpool.wire.MessageReader;

/**
 * Contract, "use after close", where asking and closing race: between the question and the door.
 */
class SchedulerTest {
  private final FakeRunner worker = new FakeRunner();
  private final Scheduler scheduler =
      new Scheduler(
          1,
          0,
          (listener, index) -> worker,
          new Events("test", List.of()),
          (stream, text, offset, length) -> {});

  @BeforeEach
  void start() {
    scheduler.start();
  }

  private void finish(Chunk chunk) {
    try {
      scheduler.reports().replied(worker, chunk, 0, 1, new MessageReader(new byte[0], 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    scheduler.reports().done(worker, new Chunk[] {chunk}, 1);
  }

  @Test
  void refusesAChunkOnceClosedAlsoFromWhoeverAskedBefore() {
    scheduler.requireOpen();
    scheduler.close();
    assertThatThrownBy(() -> scheduler.submit(new Nothing()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("pool is closed");
    assertThat(worker.handed).isEmpty();
  }

  @Test
  void takesTheRestOfASubmissionThatBeganBeforeItWasClosed() {
    Hold hold = scheduler.hold(() -> {});
    scheduler.close();
    Chunk rest = new Nothing();
    assertThat(hold.submit(rest)).isTrue();
    scheduler.reports().ready(worker);
    assertThat(worker.handed).containsExactly(rest);
    hold.release();
  }

  @Test
  void keepsAnIdleWorkerForTheRestOfSuchASubmission() {
    scheduler.reports().ready(worker);
    Hold hold = scheduler.hold(() -> {});
    scheduler.close();
    assertThat(worker.left).as("told to leave").isZero();
    Chunk rest = new Nothing();
    assertThat(hold.submit(rest)).isTrue();
    assertThat(worker.handed).containsExactly(rest);
    finish(rest);
    hold.release();
    assertThat(worker.left).as("told to leave").isEqualTo(1);
  }

  @Test
  void tellsSuchASubmissionThatThePoolIsClosed() {
    int[] told = {0};
    Hold hold = scheduler.hold(() -> told[0]++);
    Hold released = scheduler.hold(() -> told[0] += 10);
    released.release();
    scheduler.close();
    scheduler.close();
    assertThat(told[0]).isEqualTo(1);
    hold.release();
  }

  @Test
  void cancelsWhatRunsThoughTheEndOfTheOneBeforeIsStillOnItsWay() {
    scheduler.reports().ready(worker);
    worker.room = true;
    Chunk before = new Nothing();
    Chunk running = new Nothing();
    scheduler.submit(before);
    scheduler.submit(running);
    assertThat(running.is(Chunk.HANDED)).as("handed ahead").isTrue();
    worker.helping =
        () -> {
          assertThat(worker.ended).as("ended while it may still run the one before").isZero();
          finish(before);
        };
    assertThat(scheduler.cancel(List.of(running), true)).isTrue();
    assertThat(before.is(Chunk.ENDED)).as("the one before was waited for").isTrue();
    assertThat(worker.ended).isEqualTo(1);
  }

  @Test
  void aWorkerThatWasStartedIsWaitedForThoughTheNextOneCannotBeMade() {
    FakeRunner first = new FakeRunner();
    Scheduler two =
        new Scheduler(
            2,
            0,
            (listener, index) -> {
              if (index > 0) {
                throw new IllegalStateException("no second one");
              }
              return first;
            },
            new Events("test", List.of()),
            (stream, text, offset, length) -> {});
    assertThatThrownBy(two::start).hasMessage("no second one");
    assertThat(first.ended).as("told to end").isEqualTo(1);
    assertThat(two.isGone()).as("gone, while the first is on its way").isFalse();
    two.reports().ended(first, WorkerDeath.neverStarted(new IOException("ended")));
    assertThat(two.isGone()).isTrue();
  }
}
