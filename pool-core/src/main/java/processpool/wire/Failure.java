package processpool.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a task threw: always as text, and as the very exception where both sides can handle it. The
 * exception is rebuilt when somebody asks, as that runs its class's code.
 */
public final class Failure {
  /** In place of a text that this process has no room for. */
  static final String TOO_LARGE = "(a text that is too large for this process's heap)";

  private final String className;
  private final @Nullable String message;

  /** Class and message in a line; null when it is just these. */
  private final @Nullable String ownText;

  /** Whether the trace begins with that line, and what follows it, or all of it. */
  private final boolean headed;

  private final String trace;
  private final byte[] serialized;
  private final ClassLoader loader;

  /** Whether what was rebuilt lacks something that was said on the other side. */
  private volatile boolean saysLess;

  private Failure(
      String className,
      @Nullable String message,
      @Nullable String ownText,
      boolean headed,
      String trace,
      byte[] serialized,
      ClassLoader loader) {
    this.className = className;
    this.message = message;
    this.ownText = ownText;
    this.headed = headed;
    this.trace = trace;
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
    try {
      return headed ? text() + trace : trace;
    } catch (OutOfMemoryError full) {
      return trace;
    }
  }

  /**
   * Class and message in a line.
   *
   * @return as {@link Throwable#toString()} had it on the other side
   */
  public String text() {
    try {
      return ownText == null ? plainText(className, message) : ownText;
    } catch (OutOfMemoryError full) {
      return className + ": " + TOO_LARGE;
    }
  }

  private static String plainText(String className, @Nullable String message) {
    return message == null ? className : className + ": " + message;
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
              || !ThrowableText.saysAll(ThrowableText.trace(rebuilt), stackTrace());
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
    String name = thrown.getClass().getName();
    String message = ThrowableText.message(thrown);
    String text = ThrowableText.of(thrown);
    String trace = ThrowableText.trace(thrown);
    // A message of 100 MB is not to travel three times.
    boolean plain = text.equals(plainText(name, message));
    boolean headed = trace.startsWith(text);
    to.putString(name).putByte(message == null ? 0 : 1).putByte(plain ? 0 : 1);
    to.putByte(headed ? 1 : 0);
    if (message != null) {
      to.putString(message);
    }
    if (!plain) {
      to.putString(text);
    }
    to.putString(headed ? trace.substring(text.length()) : trace);
    byte[] serialized;
    try {
      serialized = Serialization.serialize(thrown);
    } catch (Throwable unserializable) {
      serialized = new byte[0];
    }
    to.putOwnBytes(serialized);
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
    boolean hasMessage = from.getByte() == 1;
    boolean hasText = from.getByte() == 1;
    boolean headed = from.getByte() == 1;
    String message = hasMessage ? text(from) : null;
    String text = hasText ? text(from) : null;
    String trace = text(from);
    byte[] serialized = from.getBytes();
    from.neverMind(); // the texts say what is missing, and the exception counts as not rebuilt
    return new Failure(className, message, text, headed, trace, serialized, loader);
  }

  private static String text(MessageReader from) throws IOException {
    try {
      return from.getString();
    } catch (OutOfMemoryError full) { // it has been passed over
      return TOO_LARGE;
    }
  }
}
