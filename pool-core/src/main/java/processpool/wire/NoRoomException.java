package processpool.wire;

import java.io.IOException;

/** Something has arrived, and this process has no room for it in its heap. */
public final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1L;

  /** How large it is. */
  private final long size;

  NoRoomException(long size) {
    super("more has arrived than this program has room for: size=" + size);
    this.size = size;
  }

  /**
   * How large it is.
   *
   * @return bytes
   */
  public long size() {
    return size;
  }
}
