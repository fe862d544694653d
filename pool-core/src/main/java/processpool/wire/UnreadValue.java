package processpool.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A value that has arrived and is read when somebody asks for it. */
public final class UnreadValue {
  private final MessageReader bytes;
  private final boolean objects;
  private final @Nullable NoRoomException lacking;

  UnreadValue(MessageReader bytes) {
    this(bytes, false);
  }

  /** One that may be a part that {@link ObjectReader} reads. */
  UnreadValue(MessageReader bytes, boolean objects) {
    this.bytes = bytes;
    this.objects = objects;
    this.lacking = null;
  }

  /** One that there was no room for. */
  UnreadValue(NoRoomException lacking) {
    this.bytes = new MessageReader(new byte[0], 0);
    this.objects = false;
    this.lacking = lacking;
  }

  /**
   * Whether reading it can only fail, as there was no room for it.
   *
   * @return whether
   */
  public boolean isLost() {
    return lacking != null;
  }

  /**
   * Reads it, once; may run code of its classes.
   *
   * @param loader finds the classes of serialized objects
   * @return the value, or null
   * @throws IOException when the bytes are damaged or an object refuses to be read
   * @throws ClassNotFoundException when a class is missing on this side
   */
  public @Nullable Object read(ClassLoader loader) throws IOException, ClassNotFoundException {
    if (lacking != null) {
      throw lacking;
    }
    return objects ? Codec.decodeObjects(bytes, loader) : Codec.decode(bytes, loader);
  }
}
