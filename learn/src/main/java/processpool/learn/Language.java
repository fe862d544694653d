package processpool.learn;

import java.util.List;
import java.util.Locale;
import processpool.learn.labs.Sentence;

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

  String pick(Sentence sentence) {
    return this == ZH ? sentence.chinese() : sentence.english();
  }

  /** A text with lines in both languages, taken apart; another is the same in both. */
  static Sentence both(String text) {
    List<String> chinese = text.lines().filter(Language::isChinese).toList();
    List<String> english =
        text.lines().filter(line -> !line.isBlank() && !isChinese(line)).toList();
    if (chinese.isEmpty() || english.isEmpty()) {
      return new Sentence(text, text);
    }
    return new Sentence(String.join("\n", english), String.join("\n", chinese));
  }

  static boolean isChinese(String text) {
    return text.codePoints()
        .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
  }
}
