package processpool.learn;

import java.util.ArrayList;
import java.util.List;

/** Reads an exercise's task out of the Javadoc of its class, one language's paragraphs of it. */
final class TaskText {
  /** Columns of a line, so that it fits where it is indented, too. */
  static final int WIDTH = 76;

  private TaskText() {}

  static String of(String source, Language language) {
    int begin = source.indexOf("/**");
    int end = source.indexOf("*/", Math.max(0, begin));
    if (begin < 0 || end < 0) {
      return "";
    }
    String comment =
        source.substring(begin + 3, end).lines().map(TaskText::content).reduce("", TaskText::join);
    List<String> paragraphs = new ArrayList<>();
    for (String paragraph : comment.split("<p>", -1)) {
      String text = plain(paragraph);
      if (!text.isEmpty() && Language.isChinese(text) == (language == Language.ZH)) {
        paragraphs.add(wrap(text));
      }
    }
    // The first paragraph is the title, which is shown elsewhere.
    return String.join(
        "\n\n", paragraphs.subList(Math.min(1, paragraphs.size()), paragraphs.size()));
  }

  private static String content(String line) {
    String stripped = line.strip();
    return stripped.startsWith("*") ? stripped.substring(1).strip() : stripped;
  }

  private static String join(String before, String line) {
    return before.isEmpty() ? line : before + " " + line;
  }

  private static String plain(String javadoc) {
    return javadoc
        .replaceAll("\\{@(?:code|link) #?([^}]*)}", "$1")
        .replaceAll("\\s+", " ")
        .replaceAll("(?<=[\\u3002\\uFF0C\\uFF1A\\uFF1B\\uFF1F\\uFF01]) ", "")
        .strip();
  }

  /** Breaks lines at spaces, and anywhere between Chinese characters, which take two columns. */
  static String wrap(String text) {
    StringBuilder wrapped = new StringBuilder();
    StringBuilder word = new StringBuilder();
    int column = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      word.append(c);
      boolean last = i + 1 == text.length();
      boolean mayBreak = last || c == ' ' || (isWide(c) && !closes(text.charAt(i + 1)));
      if (mayBreak) {
        int width = width(word.toString().stripTrailing());
        if (column > 0 && column + width > WIDTH) {
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

  static int width(String text) {
    return text.chars().map(c -> isWide((char) c) ? 2 : 1).sum();
  }

  private static boolean isWide(char c) {
    return c >= 0x2E80;
  }

  private static boolean closes(char c) {
    return "\u3002\uFF0C\uFF1A\uFF1B\uFF1F\uFF01\uFF09\u3001\u201D\u2026".indexOf(c) >= 0;
  }
}
