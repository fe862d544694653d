package processpool.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.schedule.Chunk;
import processpool.schedule.Nothing;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.RingWriter;
import processpool.wire.SharedMemory;
import processpool.wire.ToParent;

/**
 * Replies are taken in by one thread at a time, whichever way they come: two would tell the same
 * end twice, and the second time somebody else has the slot.
 */
@Timeout(60)
class ReplyReceiverTest {
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private final List<Runnable> left = new ArrayList<>();
  private final AtomicInteger damages = new AtomicInteger();
  private boolean expectDamage;
  private final Chunk chunk = new Nothing();
  private final ReplyReceiver.Replies replies =
      new ReplyReceiver.Replies() {
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
          if (!expectDamage) {
            throw new AssertionError(why);
          }
          damages.incrementAndGet();
        }
      };

  private final ReplyReceiver receiver = new ReplyReceiver(replies);

  private final RingWriter.Bell nobodyHears =
      new RingWriter.Bell() {
        @Override
        public void ring() {}

        @Override
        public boolean isConnected() {
          return true;
        }
      };

  @BeforeEach
  void whereThereIsSharedMemory() {
    assumeThatCode(() -> SharedMemory.create().close()).doesNotThrowAnyException();
  }

  @Test
  void nobodyHelpsBeforeRepliesComeThroughMemory() throws Exception {
    try (SharedMemory memory = SharedMemory.create()) {
      receiver.help(chunk, 1_000_000);
      assertThat(looks).as("the chunk's reply comes over the pipe, to the reader").hasValue(0);
      receiver.receiveFrom(memory);
      receiver.help(chunk, 1_000_000);
      assertThat(looks).hasPositiveValue();
    }
  }

  @Test
  void aHelperWhoseTimeIsUpLeavesTheRestToAnother() throws Exception {
    try (SharedMemory memory = SharedMemory.create()) {
      receiver.receiveFrom(memory);
      RingWriter worker = memory.replyWriter(nobodyHears);
      for (int i = 0; i < 100; i++) {
        worker.send(new MessageWriter(ToParent.BELL));
      }
      receiver.help(chunk, 1_000_000);
      assertThat(taken).hasPositiveValue().hasValueLessThan(100);
      assertThat(left).hasSize(1);
      left.get(0).run();
      assertThat(taken).hasValue(100);
    }
  }

  @Test
  void aHelperWithALimitLeavesWhatMayTakeLongToAnother() throws Exception {
    try (SharedMemory memory = SharedMemory.create()) {
      receiver.receiveFrom(memory);
      RingWriter worker = memory.replyWriter(nobodyHears);
      worker.send(new MessageWriter(ToParent.BELL));
      worker.send(new MessageWriter(ToParent.OUTPUT).putByte(1).putBytes(new byte[3]));
      worker.send(new MessageWriter(ToParent.BELL));
      worker.send(new MessageWriter(ToParent.DONE).putBytes(new byte[100_000]));
      receiver.help(chunk, 5_000_000);
      assertThat(taken).as("text may be printed to a stream that blocks").hasValue(1);
      left.remove(0).run();
      assertThat(taken).hasValue(4);

      worker.send(new MessageWriter(ToParent.DONE).putBytes(new byte[100_000]));
      receiver.help(chunk, 5_000_000);
      assertThat(taken).as("a large reply").hasValue(4);
      receiver.help(chunk, Long.MAX_VALUE);
      assertThat(taken).as("who has all the time takes it").hasValue(5);
    }
  }

  @Test
  void afterTheLastThatAWorkerSaidNothingIsTaken() throws IOException {
    try (SharedMemory memory = SharedMemory.create()) {
      receiver.receiveFrom(memory);
      RingWriter forger = memory.replyWriter(nobodyHears);
      forger.send(new MessageWriter(ToParent.BELL));
      receiver.takeLast();
      assertThat(taken).hasValue(1);
      forger.send(new MessageWriter(ToParent.BELL));
      receiver.help(chunk, 1_000_000);
      receiver.answerBell();
      MessageWriter late = new MessageWriter(ToParent.DONE);
      receiver.takeFromPipe(new MessageReader(late.toByteArray(), 1));
      assertThat(taken).hasValue(1);
    }
  }

  @Test
  void whoeverHelpsHearsOfMemoryThatWasCutShortAndTakesNoErrorAlong() throws Exception {
    expectDamage = true;
    for (int round = 1; round <= 100; round++) { // in compiled code that has seen all of it before
      try (SharedMemory memory = SharedMemory.create()) {
        ReplyReceiver helped = new ReplyReceiver(replies);
        helped.receiveFrom(memory);
        for (int i = 0; i < 1000; i++) {
          helped.help(chunk, 1);
        }
        assertThat(damages).hasValue(0);
        try (FileChannel file =
            FileChannel.open(Path.of(memory.address()), StandardOpenOption.WRITE)) {
          file.truncate(0);
        }
        helped.help(chunk, 1);
        LateFault.raise();
        assertThat(damages).as("round " + round).hasPositiveValue();
        damages.set(0);
      }
    }
  }
}
