package processpool.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.events.Words;

/**
 * What becomes of the chunks of a worker that has ended. Calls that have an outcome keep it; those
 * that had begun are lost, or tried again if that is allowed; those that had not run elsewhere.
 */
final class Losses {
  private final Worker worker;
  private final WorkerDeath death;
  private final Scheduler scheduler;
  private final Effects effects;
  private final List<Chunk> again;

  private Losses(Worker worker, WorkerDeath death, Scheduler scheduler, Effects effects) {
    this.worker = worker;
    this.death = death;
    this.scheduler = scheduler;
    this.effects = effects;
    this.again = new ArrayList<>(worker.handed().size());
  }

  /**
   * Settles them all.
   *
   * @param refusal how all chunks end that the pool has not told yet; null while it goes on
   */
  static void of(
      Worker worker,
      WorkerDeath death,
      @Nullable Outcome refusal,
      Scheduler scheduler,
      Effects effects) {
    Losses losses = new Losses(worker, death, scheduler, effects);
    boolean first = true;
    try {
      for (Chunk chunk : worker.handed()) {
        if (!chunk.is(Chunk.HANDED) || chunk.runner() != worker.runner) { // it has been settled
          scheduler.tally().done(chunk, worker);
          continue;
        }
        if (refusal != null) {
          scheduler.end(chunk, refusal, effects);
        } else {
          losses.settleWhatever(chunk, first);
        }
        first = false;
      }
    } finally { // should memory run out, this is done once more, for those that are left
      scheduler.queue().addFirst(losses.again);
    }
  }

  /** Settles one, which its worker's runner has lost and goes on. */
  static void of(
      Worker worker,
      Chunk chunk,
      int begun,
      WorkerDeath death,
      Scheduler scheduler,
      Effects effects) {
    if (chunk.is(Chunk.HANDED)) {
      Losses losses = new Losses(worker, death, scheduler, effects);
      losses.settle(chunk, Math.min(chunk.calls(), begun), true);
      scheduler.queue().addFirst(losses.again);
    }
  }

  /** Whatever goes wrong with one, it ends, and the others are settled. */
  private void settleWhatever(Chunk chunk, boolean first) {
    try {
      settle(chunk, worker.begun(chunk), first);
    } catch (Throwable unexpected) {
      if (Room.wasMissing(unexpected)) {
        throw unexpected; // and is done once more
      }
      Log.error(Words.SETTLING, unexpected);
      scheduler.end(chunk, new Outcome.Lost(death), effects);
    }
  }

  private void settle(Chunk chunk, int begun, boolean first) {
    Outcome verdict = worker.verdict(chunk);
    if (verdict != null) {
      // Also when the worker had not even begun it: it had the same time as any other.
      chunk.tell(verdict, Math.max(begun, chunk.told() + 1));
    } else if (begun > chunk.told()) {
      chunk.tell(new Outcome.Lost(death), chunk.died(begun));
    } else if (first
        && begun == 0
        && !worker.doomed
        && !scheduler.queue().wants(chunk) // it is being cancelled, and was not begun
        && RestartPolicy.killsOnArrival(chunk, death)) {
      scheduler.end(chunk, new Outcome.Lost(death), effects);
      return;
    }
    if (chunk.told() < chunk.calls()) {
      chunk.backToWaiting();
      scheduler.tally().back(chunk, worker);
      again.add(chunk);
      return;
    }
    Runnable tell = () -> chunk.ended(chunk.calls(), null);
    effects.reserve();
    if (chunk.end()) {
      scheduler.tally().done(chunk, worker);
      chunk.dropArguments();
      effects.add(tell);
    }
  }
}
