package processpool.wire;

import java.io.IOException;
import java.io.StreamCorruptedException;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages out of a ring. Not thread-safe; a message is to be read before the next is asked
 * for, as small ones share one buffer.
 */
public final class RingReader {
  private final Ring ring;
  private final byte[] buffer = new byte[RingDescriptor.LARGEST];
  private final MessageReader small = new MessageReader(buffer, 0);
  private @Nullable Assembly assembly;

  RingReader(Ring ring) {
    this.ring = ring;
  }

  /**
   * Takes the next message, without waiting.
   *
   * @return the message; null when none is complete
   * @throws IOException when the ring is damaged
   */
  public @Nullable MessageReader poll() throws IOException {
    while (!ring.isEmpty()) {
      int header = ring.header();
      int length = header & ~RingDescriptor.PARTIAL;
      boolean partial = length != header;
      if (!partial) {
        if (assembly != null) {
          throw new StreamCorruptedException("damaged ring: a message inside another");
        }
        ring.copy(0, buffer, 0, length);
        ring.release(length);
        return small.restart(buffer, length);
      }
      MessageReader message = add(length);
      if (message != null) {
        return message;
      }
    }
    return null;
  }

  /**
   * Whether the next message, if there is one, may take long to take: a large one, or text that is
   * to be printed. For who has no time for that.
   *
   * @return whether
   * @throws IOException when the ring is damaged
   */
  public boolean nextMayTakeLong() throws IOException {
    if (assembly != null) {
      return true;
    }
    if (ring.isEmpty()) {
      return false;
    }
    boolean partial = (ring.header() & RingDescriptor.PARTIAL) != 0;
    return partial || ring.firstByte() == ToParent.OUTPUT.ordinal();
  }

  private @Nullable MessageReader add(int length) throws StreamCorruptedException {
    Assembly current = assembly == null ? new Assembly() : assembly;
    assembly = current;
    for (int done = 0; done < length; ) {
      int taken = Math.min(length - done, current.room());
      if (taken == 0) {
        throw new StreamCorruptedException("damaged ring: too long by=" + (length - done));
      }
      ring.copy(done, current.target(), current.position(), taken);
      current.filled(taken);
      done += taken;
    }
    ring.release(length);
    MessageReader message = current.message();
    if (message != null) {
      assembly = null;
    }
    return message;
  }

  /**
   * Whether nothing has arrived.
   *
   * @return whether
   */
  public boolean isEmpty() {
    return ring.isEmpty();
  }

  /**
   * Says whether this side is about to sleep, so that the other must ring the bell. After saying
   * yes look once more whether something has arrived: what came before may come without a bell.
   *
   * @param yes whether
   */
  public void sleeping(boolean yes) {
    ring.sleeping(yes);
  }
}
