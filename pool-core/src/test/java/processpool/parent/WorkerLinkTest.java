package processpool.parent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.wire.FrameWriter;
import processpool.wire.MessageKind;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.RingWriter;
import processpool.wire.SharedMemory;

/**
 * Replies are taken in by one thread at a time, whichever way they come: two would tell the same
 * end twice, and the second time somebody else has the slot.
 */
@Timeout(60)
class WorkerLinkTest {
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private final List<Runnable> left = new ArrayList<>();
  private final WorkerLink link =
      new WorkerLink(
          new FrameWriter(new ByteArrayOutputStream()),
          new WorkerLink.Replies() {
            @Override
            public void take(MessageReader reply) {
              taken.incrementAndGet();
              LockSupport.parkNanos(1_000_000);
            }

            @Override
            public void pause() {
              looks.incrementAndGet();
            }

            @Override
            public void later(Runnable rest) {
              left.add(rest);
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

  @Test
  void aHelperWhoseTimeIsUpLeavesTheRestToAnother() throws Exception {
    assumeThatCode(() -> SharedMemory.create().close()).doesNotThrowAnyException();
    try (SharedMemory memory = SharedMemory.create()) {
      Chunk chunk = new Nothing();
      link.send(chunk, false);
      link.memoryMapped(memory);
      link.send(chunk, false);
      RingWriter worker = memory.replyWriter(link);
      for (int i = 0; i < 100; i++) {
        worker.send(new MessageWriter(MessageKind.BELL));
      }
      link.help(chunk, 1_000_000);
      assertThat(taken).hasPositiveValue().hasValueLessThan(100);
      assertThat(left).hasSize(1);
      left.get(0).run();
      assertThat(taken).hasValue(100);
    }
  }
}
