package processpool.learn;

import java.util.stream.Collectors;

/** Lines that fit a terminal of 80 columns. */
final class Lines {
  /** Columns of a line, so that it fits where it is indented, too. */
  static final int WIDTH = 76;

  /** Columns of a terminal. */
  static final int TERMINAL = 80;

  /** Must not begin a line. */
  private static final String CLOSING =
      "\u3002\uFF0C\u3001\uFF1A\uFF1B\uFF1F\uFF01\uFF09\u300B\u3009\u300D\u300F\u3011\u201D\u2019"
          + "\u2026\u2014\u00B7";

  /** Must not do so behind Chinese. */
  private static final String CLOSING_ASCII = ",.:;?!)]}%\"";

  /** Must not end a line. */
  private static final String OPENING = "\uFF08\u300A\u3008\u300C\u300E\u3010\u201C\u2018";

  /** One column in a Western font, two in a Chinese one; to be on the safe side, two. */
  private static final String TWO_IN_CHINESE = "\u201C\u201D\u2018\u2019\u2026\u2014\u00B7\u00D7";

  private Lines() {}

  /** Breaks lines at spaces, and between Chinese characters, which take two columns. */
  static String wrap(String text) {
    return text.lines().map(line -> wrap(line, WIDTH)).collect(Collectors.joining("\n"));
  }

  private static String wrap(String text, int columns) {
    StringBuilder wrapped = new StringBuilder();
    StringBuilder word = new StringBuilder();
    int column = 0;
    for (int i = 0; i < text.length(); i++) {
      word.append(text.charAt(i));
      if (i + 1 == text.length() || mayBreak(text.charAt(i), text.charAt(i + 1))) {
        int width = width(word.toString().stripTrailing());
        if (column > 0 && column + width > columns) {
          wrapped.append('\n');
          column = 0;
        }
        wrapped.append(word);
        column += width(word.toString());
        word.setLength(0);
      }
    }
    return wrapped.toString().replaceAll(" +\n", "\n");
  }

  private static boolean mayBreak(char c, char next) {
    if (CLOSING.indexOf(next) >= 0) {
      return false;
    }
    if (c == ' ') {
      return true;
    }
    boolean afterChinese = isWide(c) || c == '\u201D' || c == '\u2019' || c == '\u2026';
    return afterChinese && OPENING.indexOf(c) < 0 && CLOSING_ASCII.indexOf(next) < 0;
  }

  /**
   * Source code: what is too long goes on in the next line, as code or as comment. The rest of a
   * comment's paragraph moves with it.
   */
  static String code(String source) {
    StringBuilder code = new StringBuilder();
    String previous = "";
    for (String line : source.lines().toList()) {
      boolean goesOn = line.strip().matches("\\* [^@<].*") && previous.strip().startsWith("* ");
      if (goesOn && width(previous) > TERMINAL) {
        previous += " " + line.strip().substring("* ".length());
      } else {
        code.append(codeLine(previous)).append('\n');
        previous = line;
      }
    }
    return code.append(codeLine(previous)).substring(1);
  }

  private static String codeLine(String line) {
    if (width(line) <= TERMINAL) {
      return line;
    }
    String body = line.strip();
    String indent = " ".repeat(line.indexOf(body));
    String next =
        body.startsWith("*")
            ? "* "
            : body.startsWith("/*") ? " * " : body.startsWith("//") ? "// " : "    ";
    String wrapped = wrap(body, TERMINAL - indent.length() - next.length());
    return indent + wrapped.replace("\n", "\n" + indent + next);
  }

  static int width(String text) {
    return text.chars().map(c -> isWide((char) c) || TWO_IN_CHINESE.indexOf(c) >= 0 ? 2 : 1).sum();
  }

  private static boolean isWide(char c) {
    return c >= 0x2E80;
  }
}
