package processpool.watch.live;

/**
 * Writes JSON in one line that is safe inside an event stream, a script element and a string of any
 * encoding: whatever a task printed, control characters and halves of characters included. Commas
 * are put by themselves.
 */
public final class Json {
  private final StringBuilder out = new StringBuilder(1024);
  private boolean first = true;

  /** Begins with nothing. */
  public Json() {}

  /**
   * Opens a list or an object.
   *
   * @param bracket its bracket
   * @return this
   */
  public Json open(char bracket) {
    comma();
    out.append(bracket);
    first = true;
    return this;
  }

  /**
   * Closes it.
   *
   * @param bracket its bracket
   * @return this
   */
  public Json close(char bracket) {
    out.append(bracket);
    first = false;
    return this;
  }

  /**
   * Names what follows.
   *
   * @param name of a member
   * @return this
   */
  public Json name(String name) {
    comma();
    quote(name);
    out.append(':');
    first = true;
    return this;
  }

  /**
   * Writes a number.
   *
   * @param number which
   * @return this
   */
  public Json value(long number) {
    comma();
    out.append(number);
    return this;
  }

  /**
   * Writes true or false.
   *
   * @param truth which
   * @return this
   */
  public Json value(boolean truth) {
    comma();
    out.append(truth);
    return this;
  }

  /**
   * Writes a text.
   *
   * @param text any
   * @return this
   */
  public Json value(String text) {
    comma();
    quote(text);
    return this;
  }

  /**
   * Writes a member.
   *
   * @param name its name
   * @param number its value
   * @return this
   */
  public Json put(String name, long number) {
    return name(name).value(number);
  }

  /**
   * Writes a member.
   *
   * @param name its name
   * @param text its value
   * @return this
   */
  public Json put(String name, String text) {
    return name(name).value(text);
  }

  private void comma() {
    if (!first) {
      out.append(',');
    }
    first = false;
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (mustBeEscaped(text, i, c)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static boolean mustBeEscaped(String text, int i, char c) {
    if (c < ' ' || c == '<' || c == '>' || c == '&' || (c >= 0x7F && c < 0xA0)) {
      return true;
    }
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
    return c == '\u2028' || c == '\u2029' || c == '\uFEFF';
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
