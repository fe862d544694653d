package processpool.task;

import processpool.wire.Codec;
import processpool.wire.KeepingWriter;

/** Turns what is to be shared into bytes. */
public final class Sharing {
  private Sharing() {}

  /**
   * Writes a value.
   *
   * @param value any but null
   * @return its bytes
   * @throws IllegalArgumentException naming class and field, when it cannot travel
   */
  public static KeepingWriter encode(Object value) {
    KeepingWriter bytes = new KeepingWriter();
    try {
      Codec.encode(value, bytes);
      return bytes;
    } catch (Throwable e) { // a class of the program's own writes it: anything may come
      throw Refusal.ofShared(value, e);
    }
  }
}
