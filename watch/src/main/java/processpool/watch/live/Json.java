package processpool.watch.live;

/**
 * Writes JSON in one line that is safe inside an event stream, a script element and a string of any
 * encoding: whatever a task printed, control characters and halves of characters included. Commas
 * are put by themselves.
 */
final class Json {
  private final StringBuilder out = new StringBuilder(1024);
  private boolean first = true;

  Json open(char bracket) {
    comma();
    out.append(bracket);
    first = true;
    return this;
  }

  Json close(char bracket) {
    out.append(bracket);
    first = false;
    return this;
  }

  Json name(String name) {
    comma();
    quote(name);
    out.append(':');
    first = true;
    return this;
  }

  Json value(long number) {
    comma();
    out.append(number);
    return this;
  }

  Json value(boolean truth) {
    comma();
    out.append(truth);
    return this;
  }

  Json value(String text) {
    comma();
    quote(text);
    return this;
  }

  Json put(String name, long number) {
    return name(name).value(number);
  }

  Json put(String name, String text) {
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
