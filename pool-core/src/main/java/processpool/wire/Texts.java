package processpool.wire;

import org.jspecify.annotations.Nullable;

/**
 * Short texts that came lately, the same on both sides: the keys of many small maps and the names
 * of constants are the same few objects, which travel once, and are one on the other side, too.
 * Takes the same little room however many texts there are.
 */
final class Texts {
  private static final int PLACES = 128;
  private static final int LONGEST = 64;

  private String @Nullable [] latest;

  /** Where this very object is; -1 when it is nowhere, and now has a place if it is short. */
  @SuppressWarnings("ReferenceEquality") // equal ones stay two
  int place(String text) {
    if (text.length() > LONGEST) {
      return -1;
    }
    if (latest == null) {
      latest = new String[PLACES];
    }
    int place = text.hashCode() & (PLACES - 1);
    if (latest[place] == text) {
      return place;
    }
    latest[place] = text;
    return -1;
  }

  /** What is at a place; null when nothing is. */
  @Nullable String at(int place) {
    return latest == null || place >= PLACES ? null : latest[place];
  }
}
