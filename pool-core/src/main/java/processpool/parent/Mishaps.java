package processpool.parent;

import java.util.concurrent.TimeUnit;

/**
 * What the deaths of workers say of the next one: whether starting is hopeless, how long to wait
 * with it, and whether a chunk kills those who receive it. Guarded by the dispatcher's lock.
 */
final class Mishaps {
  /** Workers killed by somebody while they start: so many in a row, and starting is hopeless. */
  private static final int HOPELESS = 10;

  private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_DOUBLINGS = 10;

  /** Workers that died in a row before they were ready. */
  private int failedStarts;

  /** Workers that died in a row, of themselves, without having finished anything. */
  private int fruitless;

  void aWorkerIsReady() {
    failedStarts = 0;
  }

  void aChunkIsDone() {
    fruitless = 0;
  }

  void died(Seat seat) {
    if (!seat.doomed) { // one that the pool killed for its chunk says nothing of the next
      fruitless = seat.chunksDone == 0 ? fruitless + 1 : 0;
    }
  }

  /** A worker died before it was ready: true when the next will too. */
  boolean startingIsHopeless(WorkerDeath death) {
    return death.cause() != null || !death.bySignal() || ++failedStarts >= HOPELESS;
  }

  /** How long to wait before a dead worker is replaced, in nanoseconds. */
  long pause() {
    if (fruitless <= 1) {
      return 0;
    }
    int doublings = Math.min(fruitless - 2, MOST_DOUBLINGS);
    return Math.min(LONGEST_PAUSE, SHORTEST_PAUSE << doublings);
  }

  /**
   * Whether workers die of receiving this chunk, say because their memory cannot hold it. Somebody
   * outside who kills them says little against it, one that ends by itself says more.
   */
  static boolean killsOnArrival(Chunk chunk, WorkerDeath death) {
    chunk.suspicion += death.bySignal() && death.cause() == null ? 1 : 4;
    return chunk.suspicion >= HOPELESS;
  }
}
