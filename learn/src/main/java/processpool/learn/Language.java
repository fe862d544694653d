package processpool.learn;

import java.util.List;
import java.util.Locale;

/** The two languages of this tutorial. */
enum Language {
  EN("en"),
  ZH("zh");

  final String code;

  Language(String code) {
    this.code = code;
  }

  /** The one that is asked for, or else the user's own. */
  static Language of(String asked) {
    String wanted = asked.isEmpty() || asked.equals("auto") ? userLanguage() : asked;
    return wanted.toLowerCase(Locale.ROOT).startsWith("zh") ? ZH : EN;
  }

  private static String userLanguage() {
    return Locale.getDefault().getLanguage();
  }

  Language other() {
    return this == EN ? ZH : EN;
  }

  /** Of a text with lines in both languages, those in this one; others have no choice. */
  String pick(String text) {
    List<String> chinese = text.lines().filter(Language::isChinese).toList();
    List<String> english =
        text.lines().filter(line -> !line.isBlank() && !isChinese(line)).toList();
    if (chinese.isEmpty() || english.isEmpty()) {
      return text;
    }
    return String.join("\n", this == ZH ? chinese : english);
  }

  static boolean isChinese(String text) {
    return text.codePoints()
        .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
  }
}
