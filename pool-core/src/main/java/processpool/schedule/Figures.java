package processpool.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pool has counted, all at one moment. Each call that was submitted has ended, is running or
 * waits.
 *
 * @param processes how many workers there are to be
 * @param running calls that a worker runs
 * @param waiting calls that none does
 * @param submitted calls in all
 * @param succeeded calls that returned
 * @param failed calls that ended without a value, not counting the cancelled
 * @param cancelled calls that somebody cancelled, or that ended with the pool
 * @param deaths workers that ended without having been told to
 * @param retirements workers that had done their share
 * @param workers those there are, but for those that were told to leave and have nothing to do
 */
public record Figures(
    int processes,
    int running,
    long waiting,
    long submitted,
    long succeeded,
    long failed,
    long cancelled,
    long deaths,
    long retirements,
    List<OfWorker> workers) {

  /**
   * One worker, or all behind one runner.
   *
   * @param runner what runs its chunks
   * @param index which of the pool's workers it is
   * @param id who it is; {@link WorkerId#NOBODY} before it was ready
   * @param ready whether it has started
   * @param leaving whether it is to end, whatever it runs
   * @param running how many calls it runs
   * @param calls how many have ended in it
   * @param startedAt about when its process was started
   * @param busyNanos how long it has had something to run
   * @param readyNanos how long ago it had started; 0 before
   */
  public record OfWorker(
      Runner runner,
      int index,
      WorkerId id,
      boolean ready,
      boolean leaving,
      int running,
      long calls,
      Instant startedAt,
      long busyNanos,
      long readyNanos) {}

  /**
   * The same without the workers, whose runners are not to be kept in memory.
   *
   * @return the sums
   */
  public Figures sums() {
    return new Figures(
        processes,
        running,
        waiting,
        submitted,
        succeeded,
        failed,
        cancelled,
        deaths,
        retirements,
        List.of());
  }

  /** Under the scheduler's lock. */
  static Figures of(int processes, Tally tally, List<Worker> all, long now) {
    List<OfWorker> workers = new ArrayList<>(all.size());
    long ended = tally.ended;
    long failed = tally.failed;
    int running = 0;
    for (Worker worker : all) {
      long endedHere = 0;
      int runningHere = 0;
      int parallel = worker.asking.parallel();
      for (Chunk chunk : worker.handed()) {
        if (!chunk.counted) {
          int told = chunk.told();
          endedHere += told;
          failed += chunk.failed();
          boolean runs = told < chunk.calls() && runningHere < parallel;
          runningHere += runs && worker.ready ? 1 : 0;
        }
      }
      ended += endedHere;
      running += runningHere;
      workers.add(
          new OfWorker(
              worker.runner,
              worker.index,
              worker.id,
              worker.ready,
              worker.doomed || worker.asking.isLeaving(),
              runningHere,
              worker.calls + endedHere,
              worker.startedAt,
              worker.asking.busyNanos(),
              worker.ready ? now - worker.readySince : 0));
    }
    return new Figures(
        processes,
        running,
        tally.submitted - ended - running,
        tally.submitted,
        ended - failed - tally.cancelled,
        failed,
        tally.cancelled,
        tally.deaths,
        tally.retirements,
        workers);
  }
}
