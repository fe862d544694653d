package processpool.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes messages to a pipe, cut into frames.
 *
 * <pre>
 *   frame = 00 'P' 'W' 01 | flag and length, 4 bytes big-endian | length bytes of a piece
 *                           the highest bit says that it is not a whole message
 * </pre>
 *
 * The marker lets frames share a worker's stdout with whatever native code prints there, and a
 * frame is never longer than what a pipe takes in one piece, so that such output cannot land inside
 * one.
 */
public final class FrameWriter extends Outbox {
  static final byte[] MARKER = {0, 'P', 'W', 1};
  static final int HEADER = MARKER.length + Integer.BYTES;

  /** POSIX lets a pipe promise as little as 512 bytes in one piece; Linux promises 4096. */
  static final int FRAME = 4096;

  static final int PARTIAL = 1 << 31;

  private final OutputStream out;
  private final byte[] frame = new byte[FRAME];

  /**
   * Makes a writer.
   *
   * @param out where the frames go; unbuffered, or a frame may be cut
   */
  public FrameWriter(OutputStream out) {
    super(FRAME - HEADER);
    this.out = out;
    System.arraycopy(MARKER, 0, frame, 0, MARKER.length);
  }

  @Override
  void put(byte[] bytes, int offset, int length, boolean partial) throws IOException {
    int header = partial ? length | PARTIAL : length;
    for (int i = 0; i < Integer.BYTES; i++) {
      frame[MARKER.length + i] = (byte) (header >>> (24 - 8 * i));
    }
    System.arraycopy(bytes, offset, frame, HEADER, length);
    out.write(frame, 0, HEADER + length);
  }

  @Override
  void flush() throws IOException {
    out.flush();
  }
}
