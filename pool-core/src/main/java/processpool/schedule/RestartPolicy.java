package processpool.schedule;

import java.util.concurrent.TimeUnit;

/**
 * What the deaths of workers say of the next one: whether starting is hopeless, how long to wait
 * with it, and whether a chunk kills those who receive it. Guarded by the scheduler's lock.
 *
 * <p>A pool of which no worker was ever ready is broken by the first start that fails for a reason
 * of its own. Once one was ready, the same start has been seen to succeed: it is tried again, after
 * a growing pause, while the others work on.
 */
final class RestartPolicy {
  /** So many starts in a row that failed, and starting is hopeless. */
  private static final int HOPELESS = 10;

  private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_DOUBLINGS = 10;

  private boolean oneWasReady;

  /** Starts that failed in a row. */
  private int failedStarts;

  /** Workers that died in a row, of themselves, without having finished anything. */
  private int fruitless;

  void aWorkerIsReady() {
    oneWasReady = true;
    failedStarts = 0;
  }

  void aChunkIsDone() {
    fruitless = 0;
  }

  /** A worker ended that had been ready. */
  void died(boolean forItsChunk, int chunksDone) {
    if (!forItsChunk) { // one that the pool ended for its chunk says nothing of the next
      fruitless = chunksDone == 0 ? fruitless + 1 : 0;
    }
  }

  /**
   * A worker ended before it was ready.
   *
   * @param othersAreReady whether some other is there to work on
   * @return true when the next will too
   */
  boolean startFailed(WorkerDeath death, boolean othersAreReady) {
    failedStarts++;
    if (!oneWasReady && (death.cause() != null || !death.bySignal())) {
      return true;
    }
    return failedStarts >= HOPELESS && !othersAreReady;
  }

  /** How long to wait before a dead worker is replaced, in nanoseconds. */
  long pause() {
    return Math.max(pauseAfter(fruitless - 1), pauseAfter(failedStarts));
  }

  private static long pauseAfter(int inVain) {
    if (inVain <= 0) {
      return 0;
    }
    return Math.min(LONGEST_PAUSE, SHORTEST_PAUSE << Math.min(inVain - 1, MOST_DOUBLINGS));
  }

  /**
   * Whether workers die of receiving this chunk, say because their memory cannot hold it. Somebody
   * outside who kills them says little against it, as does one that was leaving when it came; one
   * that ends by itself says more.
   */
  static boolean killsOnArrival(Chunk chunk, WorkerDeath death) {
    boolean byItself = death.cause() != null || !(death.bySignal() || death.exitCode() == 0);
    chunk.suspicion += (byte) (byItself ? 4 : 1);
    return chunk.suspicion >= HOPELESS;
  }
}
