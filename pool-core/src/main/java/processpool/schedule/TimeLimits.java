package processpool.schedule;

import java.time.Duration;
import java.util.List;

/** Fails calls that run for too long; guarded by the scheduler's lock, but for {@link #look}. */
final class TimeLimits {
  private final Scheduler scheduler;
  private final Clock clock;

  /** When a look is due, by the clock; only while {@link #due}. */
  private long next;

  private boolean due;

  TimeLimits(Scheduler scheduler, Clock clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /** A worker was handed a chunk. */
  void keep(Chunk chunk) {
    long limit = chunk.limits().timeoutNanos();
    if (limit > 0) {
      lookIn(limit);
    }
  }

  private void lookIn(long nanos) {
    long at = clock.nanoTime() + nanos;
    if (!due || at - next < 0) {
      due = true;
      next = at;
      clock.after(nanos, this::look);
    }
  }

  /** One look at all workers serves them all. */
  private void look() {
    scheduler.move(
        effects -> {
          due = false;
          for (Worker worker : List.copyOf(scheduler.workers().all())) {
            if (!worker.doomed) {
              look(worker, effects);
            }
          }
        });
  }

  private void look(Worker worker, Effects effects) {
    for (Chunk chunk : worker.handed()) {
      long limit = chunk.limits().timeoutNanos();
      long left = limit - chunk.age(clock.nanoTime());
      if (limit > 0 && left > 0) {
        lookIn(left);
      } else if (limit > 0 && chunk.is(Chunk.HANDED)) {
        int begun = worker.asking.begun(chunk, -1);
        if (begun >= 0 && (chunk.hasGoneOn(begun) || !worker.asking.stop(chunk, begun))) {
          // a call that nobody has told of yet
          chunk.begunNow(worker.asking.begun(chunk, begun), clock.nanoTime());
          lookIn(limit);
        } else {
          Duration passed = Duration.ofNanos(limit);
          scheduler.abort(
              worker, chunk, new Outcome.TimedOut(worker.id, passed), effects);
          return;
        }
      }
    }
  }
}
