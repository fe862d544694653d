package processpool;

import processpool.wire.ThisWorker;

/**
 * The worker that a task runs in: for code that wants to know where it is. It may be asked on any
 * thread of a worker, and by what a pool's {@code initializer} and {@code onWorkerExit} run.
 *
 * <pre>{@code
 * static String render(String page) {
 *   Path own = Path.of("cache-" + Worker.index()); // no other worker's at the same time
 *   …
 * }
 * }</pre>
 *
 * <p>Python's Pool has no counterpart; {@code multiprocessing.current_process()} comes near.
 *
 * @since 0.2
 */
public final class Worker {
  private Worker() {}

  /**
   * Which of its pool's workers this is. A worker that takes the place of another has the number of
   * that one, so no two that run tasks have the same; one that is leaving may still be there when
   * its successor is.
   *
   * @return 0 to n-1 in a pool of n workers
   * @throws IllegalStateException in a process that is no worker
   */
  public static int index() {
    int index = ThisWorker.index();
    if (index < 0) {
      throw new IllegalStateException(
          "Worker.index() is for tasks: this process is no worker of a pool; ask isWorker() first");
    }
    return index;
  }

  /**
   * Whether this process is a worker of a pool.
   *
   * @return false in the program that made the pool
   */
  public static boolean isWorker() {
    return ThisWorker.index() >= 0;
  }
}
