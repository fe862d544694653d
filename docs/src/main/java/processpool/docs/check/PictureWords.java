package processpool.docs.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes pictures in one language out of one that is drawn in both. What is said in both stands in
 * one text, {@code worker 工作进程 0}, or in texts of their own, the Chinese ones right behind as many
 * English ones in the same place from the left: in Chinese they take the places of those.
 */
final class PictureWords {
  private static final String CHINESE_BEGINS = "[→← ]*[\\p{IsHan}\\u201c\\uff08]";

  /** In English, and below that in Chinese. */
  static final Pattern TITLES =
      Pattern.compile(
          "<title id=\"what\" lang=\"en\">([^<]*)</title>(\\R)<desc lang=\"zh-CN\">([^<]*)</desc>");

  private static final Pattern TEXT = Pattern.compile("(?s)<text\\b([^>]*)>(.*?)</text>");
  private static final Pattern LEFT = Pattern.compile(" x=\"([^\"]*)\"");

  /** English, and the same in Chinese in a part of its own. */
  private static final Pattern PARTED =
      Pattern.compile("(?s)(\\d+  )?([^<]*?)\\s*<tspan[^>]*>(" + CHINESE_BEGINS + "[^<]*)</tspan>");

  /** Between tags. */
  private static final Pattern PLAIN = Pattern.compile("(?<=>|^)[^<>]+(?=<|$)");

  private static final Pattern LABEL =
      Pattern.compile("(?<=aria-label=\")[^\"]*(?=\")|(?<=<title>)[^<]*(?=</title>)");
  private static final Pattern BOTH =
      Pattern.compile("([^\\p{IsHan}]*[^\\p{IsHan}\\s]) (\\p{IsHan}.*?)((?: [0-9.]+(?: s)?)?)");

  private final boolean chinese;

  private PictureWords(boolean chinese) {
    this.chinese = chinese;
  }

  /** The same picture with English words only; its description stays Chinese. */
  static String english(String both) {
    return new PictureWords(false).pick(both);
  }

  /** The same picture with Chinese words only; its description is English then. */
  static String chinese(String both) {
    String titles = "<title id=\"what\" lang=\"zh-CN\">$3</title>$2<desc lang=\"en\">$1</desc>";
    return new PictureWords(true).pick(TITLES.matcher(both).replaceFirst(titles));
  }

  private String pick(String svg) {
    String labelled = LABEL.matcher(svg).replaceAll(m -> quoted(pickAll(m.group())));
    List<MatchResult> texts = TEXT.matcher(labelled).results().toList();
    List<String> picked = new ArrayList<>();
    while (picked.size() < texts.size()) {
      int at = picked.size();
      int behind = countOfChinese(texts, at);
      for (int k = at; k < at + behind; k++) {
        if (chinese) {
          picked.set(k - behind, put(picked.get(k - behind), texts.get(k).group(2)));
        }
        picked.add("");
      }
      if (behind == 0) {
        MatchResult text = texts.get(at);
        picked.add("<text" + text.group(1) + ">" + content(text.group(2)) + "</text>");
      }
    }
    return joined(labelled, texts, picked);
  }

  /** How many from here on are Chinese, with as many English ones before them. */
  private static int countOfChinese(List<MatchResult> texts, int from) {
    int count = 0;
    while (from + count < texts.size()
        && texts.get(from + count).group(2).matches("(?s)" + CHINESE_BEGINS + ".*")) {
      count++;
    }
    while (count > 0 && (from < count || !left(texts, from).equals(left(texts, from - count)))) {
      count--;
    }
    return count;
  }

  private static String left(List<MatchResult> texts, int index) {
    Matcher left = LEFT.matcher(texts.get(index).group(1));
    return left.find() ? left.group(1) : "";
  }

  /** Its place and its number, if it begins with one, with other words. */
  private static String put(String english, String words) {
    return english.replaceFirst(
        "(?s)(<text[^>]*>(?:\\d+  )?).*</text>", "$1" + quoted(words) + "</text>");
  }

  private String content(String content) {
    Matcher parted = PARTED.matcher(content);
    if (parted.matches()) {
      String number = parted.group(1) == null ? "" : parted.group(1);
      return number + parted.group(chinese ? 3 : 2);
    }
    return PLAIN.matcher(content).replaceAll(m -> quoted(pickAll(m.group())));
  }

  private String pickAll(String said) {
    List<String> parts = new ArrayList<>();
    for (String part : said.split(" · ", -1)) {
      Matcher both = BOTH.matcher(part);
      parts.add(both.matches() ? both.group(chinese ? 2 : 1) + both.group(3) : part);
    }
    return String.join(" · ", parts);
  }

  private static String quoted(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }

  private static String joined(String svg, List<MatchResult> texts, List<String> picked) {
    StringBuilder whole = new StringBuilder();
    int from = 0;
    for (int i = 0; i < texts.size(); i++) {
      whole.append(svg, from, texts.get(i).start()).append(picked.get(i));
      from = texts.get(i).end();
    }
    return whole.append(svg.substring(from)).toString();
  }
}
