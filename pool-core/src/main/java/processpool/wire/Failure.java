package processpool.wire;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a task threw: always as text, and as the very exception where both sides can handle it.
 *
 * @param className the exception's class
 * @param message its message, or null
 * @param stackTrace its stack trace on the other side, as text
 * @param thrown the exception itself; null when it could not be rebuilt on this side
 */
public record Failure(
    String className, @Nullable String message, String stackTrace, @Nullable Throwable thrown) {

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
   * Reads what {@link #encode} wrote.
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
    byte[] serialized = from.getBytes();
    Throwable thrown = null;
    if (serialized.length > 0) {
      try {
        thrown = Serialization.deserialize(serialized, loader) instanceof Throwable t ? t : null;
        var unused = String.valueOf(thrown); // one that cannot even say what it is was not rebuilt
      } catch (Throwable cannotRebuild) {
        thrown = null; // the text above says all there is
      }
    }
    return new Failure(className, message, trace, thrown);
  }
}
