package processpool.parent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.wire.Failure;
import processpool.wire.FrameWriter;
import processpool.wire.FunctionCode;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.SharedMemory;

/**
 * Replies are taken in by one thread at a time, whichever way they come: two would tell the same
 * end twice, and the second time somebody else has the slot.
 */
@Timeout(60)
class WorkerLinkTest {
  private final AtomicInteger looks = new AtomicInteger();
  private final WorkerLink link =
      new WorkerLink(
          new FrameWriter(new ByteArrayOutputStream()),
          new WorkerLink.Replies() {
            @Override
            public void take(MessageReader reply) {}

            @Override
            public void pause() {
              looks.incrementAndGet();
            }

            @Override
            public void damaged(Throwable why) {
              throw new AssertionError(why);
            }
          },
          () -> true);

  @Test
  void nobodyHelpsUntilTheLastReplyOverThePipeHasBeenTakenIn() throws Exception {
    assumeThatCode(() -> SharedMemory.create().close()).doesNotThrowAnyException();
    try (SharedMemory memory = SharedMemory.create()) {
      Chunk chunk = new Nothing();
      link.send(chunk, false);
      link.offer(memory);
      link.memoryMapped(memory);
      link.help(chunk, 1_000_000);
      assertThat(looks).as("the chunk's reply comes over the pipe, to the reader").hasValue(0);

      link.send(new Nothing(), false); // which says that the next reply comes through memory
      link.help(chunk, 1_000_000);
      assertThat(looks).hasPositiveValue();
    }
  }

  /** A chunk that is nothing to anybody. */
  private static final class Nothing extends Chunk {
    private final FunctionCode code = WorkerLinkTest.function();

    Nothing() {
      super(1);
    }

    @Override
    protected FunctionCode function() {
      return code;
    }

    @Override
    protected ClassLoader loader() {
      return ClassLoader.getSystemClassLoader();
    }

    @Override
    protected long size() {
      return 0;
    }

    @Override
    protected void putArguments(MessageWriter to) {}

    @Override
    protected void dropArguments() {}

    @Override
    protected void started(long pid) {}

    @Override
    protected void succeeded(int item, Object value) {}

    @Override
    protected void failed(int item, Failure failure, long pid) {}

    @Override
    protected void unreadable(int item, Throwable cause, long pid) {}

    @Override
    protected void finished() {}

    @Override
    protected void unsendable(Throwable cause) {}

    @Override
    protected void lost(WorkerDeath death) {}

    @Override
    protected void timedOut(long pid) {}

    @Override
    protected void broken(WorkerDeath death) {}

    @Override
    protected void cancelled() {}
  }

  private static FunctionCode function() {
    try {
      return FunctionCode.of((Runnable & Serializable) () -> {}, Runnable.class).code();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
