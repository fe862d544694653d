package processpool.learn;

import java.util.ArrayList;
import java.util.List;

/** Reads an exercise's task out of the Javadoc of its class, one language's paragraphs of it. */
final class TaskText {
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
        paragraphs.add(Lines.wrap(text));
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

  /** Where there is no font for code, a line of output needs quotes; a name or a call does not. */
  private static String plain(String javadoc) {
    return javadoc
        .replaceAll("\\{@code ([^}()]* [^}()]*)}", "\"$1\"")
        .replaceAll("\\{@(?:code|link) #?([^}]*)}", "$1")
        .replaceAll("\\s+", " ")
        .replaceAll("(?<=[\\u3002\\uFF0C\\uFF1A\\uFF1B\\uFF1F\\uFF01]) ", "")
        .strip();
  }
}
