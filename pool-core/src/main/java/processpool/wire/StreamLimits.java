package processpool.wire;

import java.io.ObjectInputFilter;

/**
 * Stops a damaged stream from claiming more than it holds: one flipped bit can announce an array of
 * two billion elements, or a chain that never ends. A value that was really sent is never refused
 * for its size, for each limit follows from how many bytes there are. One instance serves one
 * stream.
 *
 * <p>This is no shield against a stream made to do harm, such as sets nested so that hashing them
 * takes years. What crosses the link comes from a process that this user started.
 */
final class StreamLimits implements ObjectInputFilter {
  /** Nobody can have written deeper ones with a thread's usual stack. */
  private static final int DEPTH = 10_000;

  /**
   * An element of an object array is at least one byte of the stream. A hash table is the worst of
   * the legitimate ones: it asks for up to eight places for an entry.
   */
  private static final int PLACES_PER_BYTE = 8;

  private static final int SMALL = 64;

  private final long bytes;
  private long places;
  private long primitives;
  private boolean tooDeep;

  StreamLimits(long bytes) {
    this.bytes = bytes;
  }

  /** Whether that is why something was refused. */
  boolean isTooDeep() {
    return tooDeep;
  }

  @Override
  public Status checkInput(FilterInfo info) {
    if (info.depth() > DEPTH) {
      tooDeep = true;
      return Status.REJECTED;
    }
    Class<?> type = info.serialClass();
    if (info.arrayLength() >= 0 && type != null && type.isArray()) {
      Class<?> element = type.getComponentType();
      if (element.isPrimitive()) {
        primitives += info.arrayLength() * size(element);
      } else {
        places += info.arrayLength();
      }
    }
    boolean within = primitives <= bytes && places <= PLACES_PER_BYTE * bytes + SMALL;
    return within ? Status.UNDECIDED : Status.REJECTED;
  }

  private static long size(Class<?> primitive) {
    if (primitive == long.class || primitive == double.class) {
      return Long.BYTES;
    }
    if (primitive == int.class || primitive == float.class) {
      return Integer.BYTES;
    }
    return primitive == short.class || primitive == char.class ? Short.BYTES : Byte.BYTES;
  }
}
