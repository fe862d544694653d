package processpool.schedule;

import java.util.List;

/** The ways in which a pool comes to its end: moves of the {@link Scheduler}. */
final class Ending {
  private final Scheduler scheduler;
  private final PoolLife life;

  Ending(Scheduler scheduler, PoolLife life) {
    this.scheduler = scheduler;
    this.life = life;
  }

  private static void tell(List<Hold> holds, Effects effects) {
    holds.forEach(hold -> effects.add(hold.poolIsClosed));
  }

  /** No new work is taken; the workers leave when what was taken is done. */
  void close(Effects effects) {
    tell(life.close(), effects);
    scheduler.staff().dismissIdle(effects);
  }

  /** No worker can be started: ends all there is, and all that will come. */
  void breakDown(WorkerDeath death, Effects effects) {
    tell(life.breakDown(death), effects);
    for (Chunk chunk : scheduler.queue().removeAll()) {
      scheduler.end(chunk, new Outcome.Broken(death), effects);
    }
    for (Worker worker : List.copyOf(scheduler.workers().all())) {
      scheduler.workers().doom(worker);
      effects.add(worker.runner::end);
    }
  }

  /**
   * Ends everything now; what is pending is cancelled.
   *
   * @param unbegun takes what no worker had begun
   */
  void terminate(List<Chunk> unbegun, Effects effects) {
    tell(life.terminate(), effects);
    for (Worker worker : scheduler.workers().all()) {
      scheduler.queue().addFirst(worker.takeBack(Integer.MAX_VALUE, null));
    }
    unbegun.addAll(scheduler.queue().removeAll());
    for (Chunk chunk : unbegun) {
      scheduler.end(chunk, PoolLife.cancelled(), effects);
    }
    for (Worker worker : scheduler.workers().all()) {
      scheduler.workers().doom(worker);
      for (Chunk chunk : worker.handed()) {
        scheduler.end(chunk, PoolLife.cancelled(), effects);
      }
      effects.add(worker.runner::end);
    }
    for (Runner runner : life.leaving()) {
      effects.add(runner::end);
    }
  }
}
