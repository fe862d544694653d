package processpool.learn;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a Chinese input method leaves in a program: punctuation that looks like Java's and is
 * not. In comments and in complete literals it does no harm.
 */
final class FullWidth {
  private static final Map<Character, String> OTHERS =
      Map.ofEntries(
          Map.entry('\u201C', "\""),
          Map.entry('\u201D', "\""),
          Map.entry('\u2018', "'"),
          Map.entry('\u2019', "'"),
          Map.entry('\u3002', "."),
          Map.entry('\u3001', ","),
          Map.entry('\u3010', "["),
          Map.entry('\u3011', "]"),
          Map.entry('\u300A', "<"),
          Map.entry('\u300B', ">"),
          Map.entry('\u300C', "{"),
          Map.entry('\u300D', "}"),
          Map.entry('\u2014', "-"),
          Map.entry('\u00D7', "*"),
          Map.entry('\u00F7', "/"),
          Map.entry('\u3000', " "),
          Map.entry('\u00A0', " "),
          Map.entry('\u200B', " "));

  private FullWidth() {}

  /**
   * One character that Java does not take.
   *
   * @param line where, from 1
   * @param character what
   * @param java what to type in its place
   */
  record Found(int line, char character, String java) {
    boolean invisible() {
      return java.equals(" ");
    }
  }

  /** The first one; null for none. */
  static @Nullable Found in(String source) {
    int line = 1;
    int i = 0;
    while (i < source.length()) {
      int end = endOfWhatMayHoldAnything(source, i);
      if (end > i) {
        line += (int) source.substring(i, end).chars().filter(c -> c == '\n').count();
        i = end;
        continue;
      }
      char c = source.charAt(i++);
      String java = java(c);
      if (!java.isEmpty()) {
        return new Found(line, c, java);
      }
      line += c == '\n' ? 1 : 0;
    }
    return null;
  }

  private static String java(char c) {
    boolean wide = c >= '\uFF01' && c <= '\uFF5E';
    return wide ? Character.toString(c - 0xFEE0) : OTHERS.getOrDefault(c, "");
  }

  /** Where the comment or literal ends that begins here; here, when none does. */
  private static int endOfWhatMayHoldAnything(String source, int begin) {
    if (source.startsWith("//", begin)) {
      return before("\n", source, begin);
    }
    if (source.startsWith("/*", begin)) {
      return after("*/", source, begin + 2, begin);
    }
    if (source.startsWith("\"\"\"", begin)) {
      return after("\"\"\"", source, begin + 3, begin);
    }
    char quote = source.charAt(begin);
    return quote == '"' || quote == '\'' ? afterLiteral(quote, source, begin) : begin;
  }

  private static int before(String end, String source, int begin) {
    int at = source.indexOf(end, begin);
    return at < 0 ? source.length() : at;
  }

  private static int after(String end, String source, int from, int begin) {
    int at = source.indexOf(end, from);
    return at < 0 ? begin : at + end.length();
  }

  /** A literal that its line does not end holds nothing: its quote is the one to look at. */
  private static int afterLiteral(char quote, String source, int begin) {
    for (int i = begin + 1; i < source.length() && source.charAt(i) != '\n'; i++) {
      char c = source.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == quote) {
        return i + 1;
      }
    }
    return begin;
  }
}
