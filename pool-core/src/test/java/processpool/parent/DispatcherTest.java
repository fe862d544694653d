package processpool.parent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Contract, "use after close", where asking and closing race: between the question and the door.
 */
class DispatcherTest {
  private final List<Chunk> handed = new ArrayList<>();
  private final Dispatcher dispatcher =
      new Dispatcher(
          new Limits(1, 0, 0, 0),
          listener -> {
            Runner runner = new FakeRunner();
            listening = () -> listener.ready(runner);
            return runner;
          });
  private Runnable listening;

  @Test
  void refusesAChunkOnceClosedAlsoFromWhoeverAskedBefore() {
    dispatcher.requireOpen();
    dispatcher.close();
    assertThatThrownBy(() -> dispatcher.submit(new Nothing()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("pool is closed");
    assertThat(handed).isEmpty();
  }

  @Test
  void takesTheRestOfASubmissionThatBeganBeforeItWasClosed() {
    Dispatcher.Hold hold = dispatcher.hold();
    dispatcher.close();
    Chunk rest = new Nothing();
    assertThat(hold.submit(rest)).isTrue();
    listening.run();
    assertThat(handed).containsExactly(rest);
    hold.release();
  }

  private final class FakeRunner implements Runner {
    @Override
    public long pid() {
      return 1;
    }

    @Override
    public int depth() {
      return 1;
    }

    @Override
    public void run(Chunk chunk) {
      handed.add(chunk);
    }

    @Override
    public boolean takeBack(Chunk chunk) {
      return false;
    }

    @Override
    public boolean hasBegun(Chunk chunk) {
      return true;
    }

    @Override
    public void help(Chunk chunk, long nanos) {}

    @Override
    public void leave() {}

    @Override
    public void kill() {}
  }
}
