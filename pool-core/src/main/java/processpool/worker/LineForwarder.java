package processpool.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import processpool.wire.MessageKind;
import processpool.wire.MessageWriter;

/**
 * Sends what is printed to the parent, whole lines only, so that no other output lands inside one.
 */
final class LineForwarder extends OutputStream {
  private final ParentLink parent;
  private final int stream;
  private final Line line = new Line();

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
    line.write(bytes, last, end - last);
  }

  /** Sends an unfinished last line too, and finishes it. */
  synchronized void endTask() throws IOException {
    if (line.size() > 0) {
      line.write('\n');
      send();
    }
  }

  private void send() throws IOException {
    MessageWriter message = new MessageWriter(MessageKind.OUTPUT).putByte(stream);
    line.putTo(message);
    line.reset();
    parent.send(message);
  }

  private static final class Line extends ByteArrayOutputStream {
    void putTo(MessageWriter message) {
      message.putBytes(buf, 0, count);
    }
  }
}
