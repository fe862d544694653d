package processpool.wire;

/** Which of its pool's workers this process is, as its parent has said. */
public final class ThisWorker {
  private static final int NONE = -1;
  private static volatile int index = NONE;

  private ThisWorker() {}

  /**
   * This process is a worker.
   *
   * @param number which, from 0
   */
  public static void is(int number) {
    index = number;
  }

  /**
   * Which worker this is.
   *
   * @return its number, from 0; negative for a process that is none
   */
  public static int index() {
    return index;
  }
}
