package processpool.wire;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a task threw: always as text, and as the very exception where both sides can handle it. The
 * exception is rebuilt when somebody asks, as that runs its class's code.
 */
public final class Failure {
  private final String className;
  private final @Nullable String message;
  private final String stackTrace;
  private final byte[] serialized;
  private final ClassLoader loader;

  private Failure(
      String className,
      @Nullable String message,
      String stackTrace,
      byte[] serialized,
      ClassLoader loader) {
    this.className = className;
    this.message = message;
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
   * @return as {@link Throwable#toString()} has it, unless its class says otherwise
   */
  public String text() {
    return message == null ? className : className + ": " + message;
  }

  /**
   * Rebuilds the exception: runs code of its class.
   *
   * @return the exception; null when it cannot be rebuilt on this side
   */
  public @Nullable Throwable rebuild() {
    if (serialized.length == 0) {
      return null;
    }
    try {
      Object thrown = Serialization.deserialize(serialized, loader);
      var unused = String.valueOf(thrown); // one that cannot even say what it is was not rebuilt
      return thrown instanceof Throwable rebuilt ? rebuilt : null;
    } catch (Throwable cannotRebuild) {
      return null; // the text says all there is
    }
  }

  /**
   * Describes an exception to the other side; does not fail, whatever the exception's methods do.
   *
   * @param thrown what a task threw
   * @param to where it goes
   */
  public static void encode(Throwable thrown, MessageWriter to) {
    to.putString(thrown.getClass().getName());
    String message = null;
    String trace;
    try {
      message = thrown.getMessage();
      StringWriter text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text));
      trace = text.toString();
    } catch (Throwable broken) {
      trace = "(the exception's own methods threw " + broken.getClass().getName() + ")";
    }
    to.putByte(message == null ? 0 : 1);
    if (message != null) {
      to.putString(message);
    }
    to.putString(trace);
    byte[] serialized;
    try {
      serialized = Serialization.serialize(thrown);
    } catch (Throwable unserializable) {
      serialized = new byte[0];
    }
    to.putBytes(serialized);
  }

  /**
   * What an exception says of itself; does not fail, whatever its own methods do.
   *
   * @param thrown any exception
   * @return its text, or at least its class's name
   */
  public static String text(Throwable thrown) {
    try {
      return thrown.toString();
    } catch (Throwable broken) {
      return thrown.getClass().getName();
    }
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
    String trace = from.getString();
    return new Failure(className, message, trace, from.getBytes(), loader);
  }
}
