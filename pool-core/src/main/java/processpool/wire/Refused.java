package processpool.wire;

import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import org.jspecify.annotations.Nullable;

/**
 * Why a filter has refused something: for its class, or for one of the four limits that a filter
 * may have. It does not say, so it is asked again about less: first about no more than the class,
 * then about each measure alone.
 *
 * @param filter which, and where it is set
 * @param type of what was to be read; null between objects
 * @param why what follows
 */
record Refused(String filter, @Nullable Class<?> type, String why) {
  private static final String OF_THE_CLASS = ": allow the class there if it may be read";

  /** A class, and how much has been read; nothing of it where there is nothing to measure. */
  private record Asked(
      @Nullable Class<?> serialClass,
      long arrayLength,
      long depth,
      long references,
      long streamBytes)
      implements FilterInfo {}

  static Refused by(String name, @Nullable ObjectInputFilter filter, FilterInfo info) {
    Class<?> type = info.serialClass();
    long array = info.arrayLength() < 0 ? -1 : 0;
    String why;
    try {
      if (refuses(filter, new Asked(type, array, 1, 1, 0))) {
        why = OF_THE_CLASS;
      } else if (refuses(filter, new Asked(type, array, info.depth(), 1, 0))) {
        why = over("depth=" + info.depth(), "maxdepth");
      } else if (refuses(filter, new Asked(type, array, 1, info.references(), 0))) {
        why = over("references=" + info.references(), "maxrefs");
      } else if (refuses(filter, new Asked(type, array, 1, 1, info.streamBytes()))) {
        why = over("bytes=" + info.streamBytes(), "maxbytes");
      } else if (refuses(filter, new Asked(type, info.arrayLength(), 1, 1, 0))) {
        why = over("array length=" + info.arrayLength(), "maxarray");
      } else {
        why = ": look there for what it refuses";
      }
    } catch (RuntimeException | Error itsOwnFault) {
      why = ": look there for what it refuses";
    }
    return new Refused(name, type, why);
  }

  private static boolean refuses(@Nullable ObjectInputFilter filter, Asked asked) {
    return filter != null && filter.checkInput(asked) == Status.REJECTED;
  }

  private static String over(String measure, String limit) {
    return ", as "
        + measure
        + " is over its limit: raise "
        + limit
        + " there, or send less at once";
  }

  InvalidClassException exception() {
    String text = "refused by " + filter + why;
    return type == null
        ? new InvalidClassException(text)
        : new InvalidClassException(type.getName(), text);
  }
}
