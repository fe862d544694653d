package processpool.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import org.jspecify.annotations.Nullable;

/** Reads the messages that a {@link FrameWriter} wrote, and sets aside what lies between frames. */
public final class FrameReader {
  /** Takes the bytes that are not part of a frame: output written past {@code System.out}. */
  public interface Stray {
    /**
     * Takes some bytes.
     *
     * @param bytes holds them
     * @param offset where they begin
     * @param length how many there are
     * @throws IOException when such bytes have no business here
     */
    void take(byte[] bytes, int offset, int length) throws IOException;
  }

  private static final int MAX_MESSAGE = Integer.MAX_VALUE - 64;

  private final InputStream in;
  private final Stray stray;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;

  /**
   * Makes a reader.
   *
   * @param in where the frames come from
   * @param stray takes what is not part of a frame
   */
  public FrameReader(InputStream in, Stray stray) {
    this.in = in;
    this.stray = stray;
  }

  /**
   * Waits for the next message.
   *
   * @return the message, or null at the end of the stream
   * @throws StreamCorruptedException when the stream ends inside a message or a frame is damaged
   * @throws IOException when reading fails
   */
  public @Nullable MessageReader next() throws IOException {
    Pieces pieces = new Pieces();
    boolean more = false;
    do {
      if (!skipStray()) {
        if (more) {
          throw new StreamCorruptedException("the stream ended inside a message");
        }
        return null;
      }
      int header = 0;
      for (int i = 0; i < Integer.BYTES; i++) {
        header = header << 8 | readByte();
      }
      more = (header & FrameWriter.MORE) != 0;
      int length = header & ~FrameWriter.MORE;
      if (length > FrameWriter.FRAME - FrameWriter.HEADER || pieces.size() > MAX_MESSAGE - length) {
        throw new StreamCorruptedException("damaged frame: length=" + length);
      }
      for (int left = length; left > 0; ) {
        if (position == limit && !fill()) {
          throw new StreamCorruptedException("the stream ended inside a frame");
        }
        int taken = Math.min(left, limit - position);
        pieces.write(buffer, position, taken);
        position += taken;
        left -= taken;
      }
    } while (more);
    return pieces.message();
  }

  /** Moves behind the next marker; false at the end of the stream. */
  private boolean skipStray() throws IOException {
    int matched = 0;
    while (matched < FrameWriter.MARKER.length) {
      if (position == limit && !fill()) {
        stray(FrameWriter.MARKER, 0, matched);
        return false;
      }
      if (buffer[position] == FrameWriter.MARKER[matched]) {
        position++;
        matched++;
      } else if (matched > 0) {
        // Only the marker's first byte is a NUL, so what matched so far cannot hold another start.
        stray(FrameWriter.MARKER, 0, matched);
        matched = 0;
      } else {
        int from = position;
        while (position < limit && buffer[position] != FrameWriter.MARKER[0]) {
          position++;
        }
        stray(buffer, from, position - from);
      }
    }
    return true;
  }

  private void stray(byte[] bytes, int offset, int length) throws IOException {
    if (length > 0) {
      stray.take(bytes, offset, length);
    }
  }

  private int readByte() throws IOException {
    if (position == limit && !fill()) {
      throw new StreamCorruptedException("the stream ended inside a frame header");
    }
    return buffer[position++] & 0xFF;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }

  /** Gathers a message's bytes and hands them on without copying them again. */
  private static final class Pieces extends ByteArrayOutputStream {
    MessageReader message() {
      return new MessageReader(buf, count);
    }
  }
}
