package processpool.local;

import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.wire.SharedMemory;

/**
 * Throws what the JVM still has to throw. When a mapped file was cut short, touching its memory is
 * an InternalError, but not at once: compiled code goes on with any value, and the error is thrown
 * when the thread next enters the JVM, wherever that is. Here, it enters the JVM.
 *
 * <p>The call itself may be the place, so it belongs into the same {@code try} as what touched the
 * memory.
 */
final class LateFault {
  private static volatile int size; // not a constant, or compiled code makes the array itself

  @SuppressWarnings("UnusedVariable") // so that it is not optimized away
  private static volatile int[][] made = {};

  private LateFault() {}

  /** Throws it, if there is one. */
  static void raise() {
    made = new int[size][size];
  }

  /** The same for who has touched this memory alone, if any, and has no time. */
  static void raise(@Nullable SharedMemory touched) {
    if (touched != null && !touched.isWhole()) {
      raise();
    }
  }

  /** What matters is that it is not thrown in what follows. */
  static void clear() {
    try {
      raise();
    } catch (Throwable late) {
      Log.debug("memory that a worker shared was cut short", late);
    }
  }
}
