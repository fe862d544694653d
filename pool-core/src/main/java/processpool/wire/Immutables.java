package processpool.wire;

import java.io.InvalidObjectException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What List.of and its like have made, and Stream.toList(): made anew, as immutable as it was. */
final class Immutables {
  private Immutables() {}

  /** Whether it may hold null, and be asked for it: one of Stream.toList() is of the same class. */
  static boolean allowsNull(List<?> list) {
    for (Object item : list) {
      if (item == null) {
        return true;
      }
    }
    return List.copyOf(list) != list;
  }

  /**
   * Makes one.
   *
   * @param items the items; of a map, each key and its value
   */
  static Object make(Kind kind, boolean allowsNull, @Nullable Object[] items)
      throws InvalidObjectException {
    try {
      return switch (kind) {
        case LIST_OF, LIST_OF_TWO ->
            allowsNull ? Arrays.asList(items).stream().toList() : List.of(items);
        case SET_OF, SET_OF_TWO -> Set.of(items);
        default -> map(items);
      };
    } catch (NullPointerException | IllegalArgumentException wrong) { // null, or the same twice
      InvalidObjectException invalid = new InvalidObjectException(wrong.toString());
      invalid.initCause(wrong);
      throw invalid;
    }
  }

  private static Map<?, ?> map(@Nullable Object[] items) {
    Map.Entry<?, ?>[] entries = new Map.Entry<?, ?>[items.length / 2];
    for (int i = 0; i < entries.length; i++) {
      entries[i] =
          Map.entry(Objects.requireNonNull(items[2 * i]), Objects.requireNonNull(items[2 * i + 1]));
    }
    return Map.ofEntries(entries);
  }
}
