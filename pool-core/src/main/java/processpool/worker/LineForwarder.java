package processpool.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import processpool.wire.MessageWriter;
import processpool.wire.ToParent;

/**
 * Sends what is printed to the parent, whole lines only, so that no other output lands inside one.
 */
final class LineForwarder extends OutputStream {
  private final ParentLink parent;
  private final int stream;
  private final Line line = new Line();
  private boolean hooked;

  LineForwarder(ParentLink parent, int stream) {
    this.parent = parent;
    this.stream = stream;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    int last = end;
    while (last > offset && bytes[last - 1] != '\n') {
      last--;
    }
    line.write(bytes, offset, last - offset);
    if (last > offset) {
      send();
    }
    if (last < end) {
      line.write(bytes, last, end - last);
      sendAtExit();
    }
  }

  /** A task may call System.exit in the middle of a line. */
  private void sendAtExit() {
    if (!hooked) {
      hooked = true;
      try {
        Runtime.getRuntime().addShutdownHook(new AtExit());
      } catch (IllegalStateException ending) {
        // Then this comes from another hook, which has to finish its lines itself.
      }
    }
  }

  /** A class of its own: println begins with half a line, and a lambda costs a worker's first. */
  private final class AtExit extends Thread {
    AtExit() {
      super("processpool-line");
    }

    @Override
    public void run() {
      try {
        endTask();
      } catch (IOException parentIsGone) {
        // Nobody is left to read it.
      }
    }
  }

  /** Sends an unfinished last line too; the parent finishes it should more follow. */
  synchronized void endTask() throws IOException {
    if (line.size() > 0) {
      send();
    }
  }

  private void send() throws IOException {
    MessageWriter message = new MessageWriter(ToParent.OUTPUT).putByte(stream);
    line.putTo(message);
    line.reset();
    parent.send(message);
  }

  /** Whether there is such a line, as far as the thread knows that asks. */
  boolean isUnfinished() {
    return line.isBegun();
  }

  private static final class Line extends ByteArrayOutputStream {
    boolean isBegun() {
      return count > 0; // size() would take the lock, for each of a million calls
    }

    void putTo(MessageWriter message) {
      message.putBytes(buf, 0, count);
    }
  }
}
