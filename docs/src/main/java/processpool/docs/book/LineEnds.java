package processpool.docs.book;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;

/**
 * What a line's end inside a paragraph is to a reader. Browsers show a space, which Chinese has
 * neither between its characters nor beside its punctuation.
 */
final class LineEnds {
  private LineEnds() {}

  /** Whether nothing is to be seen between the two, of which either may be empty. */
  static boolean joins(String before, String after) {
    if (before.isEmpty() || after.isEmpty()) {
      return false;
    }
    int last = before.codePointBefore(before.length());
    int first = after.codePointAt(0);
    return isPunctuation(last) || isPunctuation(first) || (isHan(last) && isHan(first));
  }

  private static boolean isPunctuation(int character) {
    UnicodeBlock block = UnicodeBlock.of(character);
    return UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION.equals(block)
        || UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS.equals(block);
  }

  private static boolean isHan(int character) {
    return UnicodeScript.of(character) == UnicodeScript.HAN;
  }
}
