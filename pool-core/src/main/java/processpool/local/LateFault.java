package processpool.local;

import org.jspecify.annotations.Nullable;

/**
 * Takes what the JVM still has to throw. When a mapped file was cut short, touching its memory is
 * an InternalError, but not at once: compiled code goes on, and the error is thrown when the thread
 * next enters the JVM, wherever that is. Here, it enters the JVM.
 */
final class LateFault {
  private static volatile int size = 2; // not a constant, or compiled code makes the array itself
  private static volatile int @Nullable [][] made;

  private LateFault() {}

  /** Throws it here, if there is one. */
  static void raise() {
    made = new int[size][size];
  }

  /** To be called after memory was touched that may have gone, by who must not be interrupted. */
  static void take() {
    for (int i = 0; i < 3; i++) {
      try {
        raise();
      } catch (Throwable late) { // the memory's, which its worker is ended for
        made = null;
      }
    }
  }
}
