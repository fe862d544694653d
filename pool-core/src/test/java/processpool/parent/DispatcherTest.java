package processpool.parent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Contract, "use after close", where asking and closing race: between the question and the door.
 */
class DispatcherTest {
  private final FakeRunner worker = new FakeRunner();
  private final Dispatcher dispatcher =
      new Dispatcher(
          new Limits(1, 0, 0, 0),
          listener -> {
            listening = () -> listener.ready(worker);
            finishing =
                chunk -> {
                  chunk.end();
                  listener.freed(worker, 1L << chunk.slot, chunk.ticket);
                };
            return worker;
          });
  private Runnable listening;
  private Consumer<Chunk> finishing;

  @Test
  void refusesAChunkOnceClosedAlsoFromWhoeverAskedBefore() {
    dispatcher.requireOpen();
    dispatcher.close();
    assertThatThrownBy(() -> dispatcher.submit(new Nothing()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("pool is closed");
    assertThat(worker.handed).isEmpty();
  }

  @Test
  void takesTheRestOfASubmissionThatBeganBeforeItWasClosed() {
    Dispatcher.Hold hold = dispatcher.hold();
    dispatcher.close();
    Chunk rest = new Nothing();
    assertThat(hold.submit(rest)).isTrue();
    listening.run();
    assertThat(worker.handed).containsExactly(rest);
    hold.release();
  }

  @Test
  void keepsAnIdleWorkerForTheRestOfSuchASubmission() {
    listening.run();
    Dispatcher.Hold hold = dispatcher.hold();
    dispatcher.close();
    assertThat(worker.left).as("told to leave").isZero();
    Chunk rest = new Nothing();
    assertThat(hold.submit(rest)).isTrue();
    assertThat(worker.handed).containsExactly(rest);
    finishing.accept(rest);
    hold.release();
    assertThat(worker.left).as("told to leave").isEqualTo(1);
  }

  @Test
  void cancelsWhatRunsThoughTheEndOfTheOneBeforeIsStillOnItsWay() {
    listening.run();
    Chunk before = new Nothing();
    Chunk running = new Nothing();
    dispatcher.submit(before);
    dispatcher.submit(running);
    while (!running.is(Chunk.HANDED)) { // until the worker has shown that its chunks are short
      finishing.accept(before);
      finishing.accept(running);
      before = new Nothing();
      running = new Nothing();
      dispatcher.submit(before);
      dispatcher.submit(running);
    }
    Chunk ended = before;
    worker.helping =
        () -> {
          assertThat(worker.killed).as("killed while it may still run the one before").isZero();
          finishing.accept(ended);
        };
    assertThat(dispatcher.cancel(List.of(running), true)).isTrue();
    assertThat(ended.is(Chunk.ENDED)).as("the one before was waited for").isTrue();
    assertThat(worker.killed).isEqualTo(1);
  }
}
