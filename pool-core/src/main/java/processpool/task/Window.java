package processpool.task;

/**
 * How many chunks of an iteration may be on their way or not taken. It widens while tasks are
 * quick, as calls that are sent together cost less. Guarded by the iteration.
 */
final class Window {
  /** So many calls at most. */
  private static final int WIDEST = 256;

  private final int narrowest;
  private final int widest;
  private int width;
  private boolean quick;

  Window(int width, int chunkSize) {
    this.narrowest = width;
    this.widest = Math.max(width, WIDEST / chunkSize);
    this.width = width;
  }

  /** Whether another chunk fits beside so many. */
  boolean hasRoom(int chunks) {
    return chunks < width;
  }

  boolean isHalfEmpty(int chunks) {
    return chunks <= width / 2;
  }

  /**
   * Results come while who takes them is still awake: they are used up faster than a few are sent.
   */
  void resultsAreQuick(boolean are) {
    quick |= are;
  }

  void openWide() {
    width = widest;
  }

  /** Whether it is to be filled: a narrow one is kept full, a wide one when it is half empty. */
  boolean wantsMore(int untaken) {
    if (untaken >= Math.max(narrowest, width / 2)) {
      return false;
    }
    if (quick) {
      width = Math.min(widest, 2 * width);
      quick = false;
    }
    return true;
  }
}
