package processpool.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a task threw: always as text, and as the very exception where both sides can handle it. The
 * exception is rebuilt when somebody asks, as that runs its class's code.
 */
public final class Failure {
  private final String className;
  private final @Nullable String message;
  private final String text;
  private final String stackTrace;
  private final byte[] serialized;
  private final ClassLoader loader;

  /** Whether what was rebuilt lacks something that was said on the other side. */
  private volatile boolean saysLess;

  private Failure(
      String className,
      @Nullable String message,
      String text,
      String stackTrace,
      byte[] serialized,
      ClassLoader loader) {
    this.className = className;
    this.message = message;
    this.text = text;
    this.stackTrace = stackTrace;
    this.serialized = serialized;
    this.loader = loader;
  }

  /**
   * The class of what was thrown.
   *
   * @return its name
   */
  public String className() {
    return className;
  }

  /**
   * Its message on the other side.
   *
   * @return the message, or null where it had none
   */
  public @Nullable String message() {
    return message;
  }

  /**
   * Its stack trace on the other side.
   *
   * @return as printed there
   */
  public String stackTrace() {
    return stackTrace;
  }

  /**
   * Class and message in a line.
   *
   * @return as {@link Throwable#toString()} had it on the other side
   */
  public String text() {
    return text;
  }

  /**
   * Rebuilds the exception: runs code of its class.
   *
   * @return the exception; null when it cannot be rebuilt on this side, or not be shown
   */
  public @Nullable Throwable rebuild() {
    if (serialized.length == 0) {
      return null;
    }
    try {
      Object thrown = Serialization.deserialize(serialized, loader);
      if (!(thrown instanceof Throwable rebuilt) || !ThrowableText.canBeShown(rebuilt)) {
        return null;
      }
      saysLess =
          !rebuilt.getClass().getName().equals(className)
              || !ThrowableText.saysAll(ThrowableText.trace(rebuilt), stackTrace);
      return rebuilt;
    } catch (Throwable cannotRebuild) {
      return null; // the text says all there is
    }
  }

  /**
   * Whether what {@link #rebuild} returned lacks something that was said on the other side: it
   * depended on what does not travel.
   *
   * @return whether
   */
  public boolean saysLess() {
    return saysLess;
  }

  /**
   * Describes an exception to the other side; does not fail, whatever the exception's methods do.
   *
   * @param thrown what a task threw
   * @param to where it goes
   */
  public static void encode(Throwable thrown, MessageWriter to) {
    String message = ThrowableText.message(thrown);
    to.putString(thrown.getClass().getName()).putByte(message == null ? 0 : 1);
    if (message != null) {
      to.putString(message);
    }
    to.putString(ThrowableText.of(thrown)).putString(ThrowableText.trace(thrown));
    byte[] serialized;
    try {
      serialized = Serialization.serialize(thrown);
    } catch (Throwable unserializable) {
      serialized = new byte[0];
    }
    to.putBytes(serialized);
  }

  /**
   * Reads what {@link #encode} wrote; runs no code of the exception's class.
   *
   * @param from stands at its first byte
   * @param loader finds the exception's class
   * @return the failure
   * @throws IOException when the bytes are damaged
   */
  public static Failure decode(MessageReader from, ClassLoader loader) throws IOException {
    String className = from.getString();
    String message = from.getByte() == 1 ? from.getString() : null;
    String text = from.getString();
    String trace = from.getString();
    return new Failure(className, message, text, trace, from.getBytes(), loader);
  }
}
