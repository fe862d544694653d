package processpool.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import processpool.schedule.WorkerDeath;
import processpool.schedule.WorkerId;
import processpool.wire.Failure;
import processpool.wire.FrameReader;
import processpool.wire.FrameWriter;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/** Messages between a driver and a node, over a pipe. */
final class Link {
  private final FrameReader in;
  private final FrameWriter out;

  Link(InputStream in, OutputStream out) {
    this.in =
        new FrameReader(
            in,
            (bytes, offset, length) -> {
              throw new StreamCorruptedException("not a message");
            });
    this.out = new FrameWriter(out);
  }

  static MessageWriter message(Enum<?> kind) {
    return new MessageWriter().putByte(kind.ordinal());
  }

  /** Null at the other side's end. */
  MessageReader next() throws IOException {
    return in.next();
  }

  void send(MessageWriter message) throws IOException {
    out.send(message);
  }

  static void putDeath(WorkerDeath death, MessageWriter to) {
    to.putLong(death.who().pid()).putInt(death.exitCode()).putString(death.output());
    to.putByte(death.cause() == null ? 0 : 1);
    if (death.cause() != null) {
      Failure.encode(death.cause(), to);
    }
  }

  static WorkerDeath death(MessageReader from, String node, ClassLoader loader) throws IOException {
    WorkerId who = new WorkerId(node, from.getLong());
    int exitCode = from.getInt();
    String output = from.getString();
    Throwable cause = null;
    if (from.getByte() == 1) {
      Failure failure = Failure.decode(from, loader);
      cause = failure.rebuild();
      cause = cause == null ? new IllegalStateException(failure.stackTrace()) : cause;
    }
    return new WorkerDeath(who, exitCode, output, cause);
  }
}
