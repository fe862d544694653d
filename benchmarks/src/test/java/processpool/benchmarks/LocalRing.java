package processpool.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.RingReader;
import processpool.wire.RingWriter;
import processpool.wire.SharedMemory;

/** Both ends of a link's shared memory in one process, without bells. */
final class LocalRing implements Closeable, RingWriter.Bell {
  private final SharedMemory memory = SharedMemory.create();
  final RingWriter requestWriter = memory.requestWriter(this);
  final RingReader requestReader = memory.requestReader();
  final RingWriter replyWriter = memory.replyWriter(this);
  final RingReader replyReader = memory.replyReader();

  LocalRing() throws IOException {}

  /** To the other end, by the same thread. */
  MessageReader carry(MessageWriter message) throws IOException {
    requestWriter.send(message);
    MessageReader arrived = requestReader.poll();
    if (arrived == null) {
      throw new IOException("the message did not arrive");
    }
    return arrived;
  }

  @Override
  public void ring() {
    throw new IllegalStateException("nobody sleeps here");
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public void close() throws IOException {
    memory.close();
  }
}
