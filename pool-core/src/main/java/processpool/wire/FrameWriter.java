package processpool.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes messages to a stream, cut into frames.
 *
 * <pre>
 *   message = frame … frame
 *   frame   = 00 'P' 'W' 01 | length and flag, 4 bytes big-endian | length bytes of payload
 *                             the highest bit says that more frames of this message follow
 * </pre>
 *
 * The marker lets frames share a worker's stdout with whatever native code prints there, and a
 * frame is never longer than what a pipe takes in one piece, so that such output cannot land inside
 * one.
 */
public final class FrameWriter {
  static final byte[] MARKER = {0, 'P', 'W', 1};
  static final int HEADER = MARKER.length + Integer.BYTES;

  /** POSIX lets a pipe promise as little as 512 bytes in one piece; Linux promises 4096. */
  static final int FRAME = 4096;

  static final int MORE = 1 << 31;

  private final OutputStream out;
  private final byte[] frame = new byte[FRAME];

  /**
   * Makes a writer.
   *
   * @param out where the frames go; unbuffered, or a frame may be cut
   */
  public FrameWriter(OutputStream out) {
    this.out = out;
    System.arraycopy(MARKER, 0, frame, 0, MARKER.length);
  }

  /**
   * Sends one message. Messages of several threads never mix.
   *
   * @param message the message; sent as it is at this moment
   * @throws IOException when the other side is gone
   */
  public synchronized void send(MessageWriter message) throws IOException {
    byte[] bytes = message.bytes();
    int end = message.size();
    int at = 0;
    do {
      int length = Math.min(end - at, FRAME - HEADER);
      int header = at + length < end ? length | MORE : length;
      for (int i = 0; i < Integer.BYTES; i++) {
        frame[MARKER.length + i] = (byte) (header >>> (24 - 8 * i));
      }
      System.arraycopy(bytes, at, frame, HEADER, length);
      out.write(frame, 0, HEADER + length);
      at += length;
    } while (at < end);
    out.flush();
  }
}
