package processpool.schedule;

import java.time.Duration;
import java.util.List;

/** Fails calls that run for too long; guarded by the scheduler's lock, but for {@link #look}. */
final class TimeLimits {
  private final Scheduler scheduler;

  /** When a look is due, by {@link System#nanoTime()}; only while {@link #due}. */
  private long next;

  private boolean due;

  TimeLimits(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** A worker was handed a chunk. */
  void keep(Chunk chunk) {
    long limit = chunk.limits().timeoutNanos();
    if (limit > 0) {
      lookIn(limit);
    }
  }

  private void lookIn(long nanos) {
    long at = System.nanoTime() + nanos;
    if (!due || at - next < 0) {
      due = true;
      next = at;
      var unused = Timer.after(nanos, this::look);
    }
  }

  /** One look at all workers serves them all. */
  private void look() {
    scheduler.move(
        effects -> {
          due = false;
          for (Worker worker : scheduler.workers().all()) {
            if (!worker.doomed) {
              look(worker, effects);
            }
          }
        });
  }

  private void look(Worker worker, Effects effects) {
    for (Chunk chunk : List.copyOf(worker.handed())) {
      if (worker.doomed) {
        return;
      }
      long limit = chunk.limits().timeoutNanos();
      long left = limit - chunk.age();
      if (limit > 0 && left > 0) {
        lookIn(left);
      } else if (limit > 0 && chunk.is(Chunk.HANDED)) {
        int begun = worker.runner.begun(chunk);
        Runner.Answer stopped =
            chunk.hasGoneOn(begun) ? Runner.Answer.NO : worker.runner.stop(chunk, begun);
        if (stopped == Runner.Answer.YES) {
          passed(worker, chunk, effects);
        } else if (stopped == Runner.Answer.NO) {
          goesOn(worker, chunk);
        } else {
          lookIn(limit); // the answer comes sooner, as a rule
        }
      }
    }
  }

  /** A runner was asked, and answers, whether a chunk's present call is its last. */
  void answered(Worker worker, Chunk chunk, boolean stopped, Effects effects) {
    if (worker.has(chunk) && chunk.is(Chunk.HANDED)) {
      if (stopped) {
        passed(worker, chunk, effects);
      } else {
        goesOn(worker, chunk);
      }
    }
  }

  private void passed(Worker worker, Chunk chunk, Effects effects) {
    Duration limit = Duration.ofNanos(chunk.limits().timeoutNanos());
    scheduler.abort(
        worker, chunk, new Outcome.TimedOut(worker.runner.worker(chunk), limit), effects);
  }

  /** It is at another call, that nobody has told of yet. */
  private void goesOn(Worker worker, Chunk chunk) {
    chunk.begunNow(worker.runner.begun(chunk));
    lookIn(chunk.limits().timeoutNanos());
  }
}
