package processpool.wire;

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

  /** Learns when half a message is there and the rest of it is not. */
  public interface Waiting {
    /**
     * The rest is waited for.
     *
     * @param insideFrame whether it is one that the other side wrote in one piece
     */
    void waits(boolean insideFrame);

    /** Something has come. */
    void goesOn();
  }

  private static final Waiting NOBODY_LOOKS =
      new Waiting() {
        @Override
        public void waits(boolean insideFrame) {}

        @Override
        public void goesOn() {}
      };

  private final InputStream in;
  private final Stray stray;
  private final Waiting waiting;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private boolean insideFrame;
  private boolean insideMessage;

  /**
   * Makes a reader.
   *
   * @param in where the frames come from
   * @param stray takes what is not part of a frame
   */
  public FrameReader(InputStream in, Stray stray) {
    this(in, stray, NOBODY_LOOKS);
  }

  /**
   * Makes a reader.
   *
   * @param in where the frames come from
   * @param stray takes what is not part of a frame
   * @param waiting learns when half a message is there
   */
  public FrameReader(InputStream in, Stray stray, Waiting waiting) {
    this.in = in;
    this.stray = stray;
    this.waiting = waiting;
  }

  /**
   * Waits for the next message.
   *
   * @return the message, or null at the end of the stream
   * @throws StreamCorruptedException when the stream ends inside a message or a frame is damaged
   * @throws IOException when reading fails
   */
  public @Nullable MessageReader next() throws IOException {
    Assembly assembly = null;
    while (skipStray()) {
      insideFrame = true;
      int header = 0;
      for (int i = 0; i < Integer.BYTES; i++) {
        header = header << 8 | readByte();
      }
      boolean partial = (header & FrameWriter.PARTIAL) != 0;
      int length = header & ~FrameWriter.PARTIAL;
      if (length > FrameWriter.FRAME - FrameWriter.HEADER || (assembly != null && !partial)) {
        throw new StreamCorruptedException("damaged frame: length=" + length);
      }
      if (!partial) {
        byte[] whole = new byte[length];
        read(whole, 0, length);
        insideFrame = false;
        insideMessage = false;
        return new MessageReader(whole, length);
      }
      if (assembly == null) {
        assembly = new Assembly();
      }
      MessageReader message = add(length, assembly);
      insideFrame = false;
      insideMessage = message == null;
      if (message != null) {
        return message;
      }
    }
    if (assembly != null) {
      throw new StreamCorruptedException("the stream ended inside a message");
    }
    return null;
  }

  /**
   * Whether some of a next message is there already, so that {@link #next} will not wait for long.
   *
   * @return whether
   * @throws IOException when asking fails
   */
  public boolean hasBegun() throws IOException {
    return position < limit || in.available() > 0;
  }

  private @Nullable MessageReader add(int length, Assembly assembly) throws IOException {
    int left = length;
    while (left > 0) {
      int taken = Math.min(left, assembly.room());
      if (taken == 0) {
        throw new StreamCorruptedException("damaged frame: too long by=" + left);
      }
      read(assembly.target(), assembly.position(), taken);
      assembly.filled(taken);
      left -= taken;
    }
    return assembly.message();
  }

  private void read(byte[] to, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      if (position == limit && !fill()) {
        throw new StreamCorruptedException("the stream ended inside a frame");
      }
      int taken = Math.min(length - done, limit - position);
      System.arraycopy(buffer, position, to, offset + done, taken);
      position += taken;
      done += taken;
    }
  }

  /** Moves behind the next marker; false at the end of the stream. */
  private boolean skipStray() throws IOException {
    while (true) {
      int at = nextMarker();
      stray(buffer, position, at - position); // all of it at once: some write nothing but NULs
      int begun = limit - at;
      if (begun >= FrameWriter.MARKER.length) {
        position = at + FrameWriter.MARKER.length;
        return true;
      }
      System.arraycopy(buffer, at, buffer, 0, begun);
      position = 0;
      limit = begun + Math.max(0, in.read(buffer, begun, buffer.length - begun));
      if (limit == begun) {
        stray(buffer, 0, begun);
        limit = 0;
        return false;
      }
    }
  }

  /** Where a marker begins that is whole, or cut off by the limit; the limit when none does. */
  private int nextMarker() {
    int at = position;
    while (at < limit && !markerBegins(at)) {
      at++;
    }
    return at;
  }

  private boolean markerBegins(int at) {
    int there = Math.min(limit - at, FrameWriter.MARKER.length);
    for (int i = 0; i < there; i++) {
      if (buffer[at + i] != FrameWriter.MARKER[i]) {
        return false;
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
    limit = 0;
    boolean looked = (insideFrame || insideMessage) && in.available() == 0;
    if (looked) {
      waiting.waits(insideFrame);
    }
    limit = Math.max(0, in.read(buffer));
    if (looked) {
      waiting.goesOn();
    }
    return limit > 0;
  }
}
