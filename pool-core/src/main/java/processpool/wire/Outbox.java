package processpool.wire;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One way out: takes messages and cuts them into the pieces that its medium carries, a pipe's
 * frames or a ring's records.
 *
 * <pre>
 *   small message      one piece:  bytes
 *   any other          pieces of:  size:int | attachments:int | length:int … | bytes | attachment …
 * </pre>
 *
 * The lengths come first so that the receiver can copy each attachment straight to where it will
 * stay.
 */
public abstract class Outbox {
  private final int largestPiece;
  private final ReentrantLock sending = new ReentrantLock();

  /** Made by the media. */
  Outbox(int largestPiece) {
    this.largestPiece = largestPiece;
  }

  /**
   * Sends one message; may wait for the other side to make room. Messages of several threads never
   * mix.
   *
   * @param message the message; sent as it is at this moment
   * @throws IOException when the other side is gone
   */
  public final void send(MessageWriter message) throws IOException {
    sending.lock();
    try {
      cut(message);
    } finally {
      sending.unlock();
    }
  }

  /**
   * Sends one message unless another is being sent, which may take long.
   *
   * @param message a small message
   * @param first done before it is sent, when nobody else can be sending
   * @return whether it was sent
   * @throws IOException when the other side is gone
   */
  public final boolean trySend(MessageWriter message, Runnable first) throws IOException {
    if (!sending.tryLock()) {
      return false;
    }
    try {
      first.run();
      cut(message);
    } finally {
      sending.unlock();
    }
    return true;
  }

  private void cut(MessageWriter message) throws IOException {
    if (message.attachments().isEmpty() && message.size() <= largestPiece) {
      put(message.bytes(), 0, message.size(), false);
    } else {
      MessageWriter lengths = new MessageWriter();
      lengths.putInt(message.size()).putInt(message.attachments().size());
      for (byte[] attached : message.attachments()) {
        lengths.putInt(attached.length);
      }
      putPieces(lengths.bytes(), lengths.size());
      putPieces(message.bytes(), message.size());
      for (byte[] attached : message.attachments()) {
        putPieces(attached, attached.length);
      }
    }
    flush();
  }

  private void putPieces(byte[] bytes, int length) throws IOException {
    for (int left = length; left > 0; left -= largestPiece) {
      put(bytes, length - left, Math.min(largestPiece, left), true);
    }
  }

  /** Puts one piece; {@code partial} when it is not a whole small message. */
  abstract void put(byte[] bytes, int offset, int length, boolean partial) throws IOException;

  /** Makes sure that the other side learns of what was put. */
  abstract void flush() throws IOException;
}
