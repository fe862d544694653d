package processpool.schedule;

import java.util.ArrayList;
import java.util.List;

/** The ways in which a pool comes to its end: moves of the {@link Scheduler}. */
final class Ending {
  private final Scheduler scheduler;
  private final PoolLife life;

  Ending(Scheduler scheduler, PoolLife life) {
    this.scheduler = scheduler;
    this.life = life;
  }

  /** Returns those that are to be told; there is room to note that. */
  private List<Hold> toBeTold(Effects effects) {
    List<Hold> holds = life.holds();
    effects.reserve(holds.size());
    return holds;
  }

  private static void tell(List<Hold> holds, Effects effects) {
    for (Hold hold : holds) {
      effects.add(hold.poolIsClosed);
    }
  }

  /** Ends what waits at the door, one by one: should memory run out, the others are still there. */
  private void endWaiting(Outcome outcome, List<Chunk> ended, Effects effects) {
    ChunkQueue queue = scheduler.queue();
    queue.unwantAll();
    for (Chunk next = queue.first(); next != null; next = queue.first()) {
      if (ended.isEmpty() || ended.get(ended.size() - 1) != next) {
        ended.add(next);
      }
      scheduler.end(next, outcome, effects);
    }
  }

  /** No new work is taken; the workers leave when what was taken is done. */
  void close(Effects effects) {
    List<Hold> holds = toBeTold(effects);
    if (life.close()) {
      tell(holds, effects);
    }
    scheduler.staff().dismissIdle(effects);
  }

  /** No worker can be started: ends all there is, and all that will come. */
  void breakDown(WorkerDeath death, Effects effects) {
    List<Hold> holds = toBeTold(effects);
    life.breakDown(death);
    tell(holds, effects);
    endWaiting(new Outcome.Broken(death), new ArrayList<>(), effects);
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
    List<Hold> holds = toBeTold(effects);
    life.terminate();
    tell(holds, effects);
    for (Worker worker : scheduler.workers().all()) {
      scheduler.queue().addFirst(worker.takeBack(Integer.MAX_VALUE, null));
    }
    endWaiting(PoolLife.cancelled(), unbegun, effects);
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
