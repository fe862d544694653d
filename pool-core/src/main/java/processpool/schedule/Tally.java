package processpool.schedule;

import org.jspecify.annotations.Nullable;

/**
 * Counts what became of calls and of workers; guarded by the scheduler's lock, which is held anyway
 * wherever something is counted. Calls of chunks that some worker has are not in here: those with
 * an outcome are known to the chunk, which {@link Figures} asks. So taking outcomes in, which needs
 * no lock, counts nothing, and a result that somebody has is in the figures.
 */
final class Tally {
  long submitted;

  /** Calls with an outcome, of chunks that no worker has or that are {@link Chunk#counted}. */
  long ended;

  /** Those of them without a value. */
  long failed;

  /** Those of them that somebody cancelled. */
  long cancelled;

  long deaths;
  long retirements;

  /** A worker has ended that nobody told to. */
  void hasLeft(Worker worker) {
    if (worker.asking.isLeaving()) {
      retirements += worker.asking.parallel(); // of its own accord, as it could not go on
    } else {
      deaths += worker.asking.parallel();
    }
  }

  void submitted(Chunk chunk) {
    submitted += chunk.calls();
  }

  /** A worker has it from now on; some of its calls may have ended with another. */
  void handed(Chunk chunk, Worker worker) {
    if (chunk.told() > 0) {
      add(chunk, worker, -1);
    }
  }

  /** A worker has it no longer: as a rule it waits again. */
  void back(Chunk chunk, Worker worker) {
    if (!chunk.is(Chunk.WAITING)) {
      done(chunk, worker);
    } else if (chunk.told() > 0) {
      add(chunk, worker, 1);
    }
  }

  private void add(Chunk chunk, Worker worker, int sign) {
    int told = sign * chunk.told();
    ended += told;
    failed += (long) sign * chunk.failed();
    worker.calls += told;
  }

  /** A worker is done with it: each of its calls has an outcome. */
  void done(Chunk chunk, Worker worker) {
    if (!chunk.counted && chunk.is(Chunk.ENDED)) { // else it was cancelled, or waits again
      chunk.counted = true;
      ended += chunk.calls();
      failed += chunk.failed();
      worker.calls += chunk.calls();
    }
  }

  /**
   * It was ended.
   *
   * @param until calls before this one have an outcome of their own
   * @param rest how the others ended
   * @param worker the one that has it; null for one that has just ended
   */
  void ended(Chunk chunk, int until, Outcome rest, @Nullable Worker worker) {
    chunk.counted = true;
    int others = chunk.calls() - until;
    ended += others;
    if (rest instanceof Outcome.Cancelled) {
      cancelled += others;
    } else {
      failed += others;
    }
    if (chunk.runner() != null) { // else they were counted when it came back
      ended += until;
      failed += chunk.failedBefore(until);
      if (worker != null) {
        worker.calls += until;
      }
    }
  }
}
