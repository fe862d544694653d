package processpool.schedule;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fails calls that run for too long; guarded by the scheduler's lock, but for {@link #look}. */
final class TimeLimits {
  private final Scheduler scheduler;
  private final Clock clock;

  /** When the next look is due, by the clock; only while {@link #due}. */
  private long next;

  private boolean due;

  /** To call that look off with. */
  private Timer.@Nullable Due timer;

  /** A look is being taken, which finds when the next is due. */
  private boolean looking;

  private long soonest;

  TimeLimits(Scheduler scheduler, Clock clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /** A worker is about to be handed a chunk. */
  void keep(Chunk chunk) {
    long limit = chunk.limits().timeoutNanos();
    if (limit > 0) {
      chunk.begunNow(0, clock.nanoTime());
      lookIn(limit);
    }
  }

  /** There is one look to come, the earliest that anybody wants: each leads to one at most. */
  private void lookIn(long nanos) {
    if (looking) {
      soonest = Math.min(soonest, nanos);
    } else if (!due || clock.nanoTime() + Math.min(nanos, Timer.FAR) - next < 0) {
      Timer.Due later = due ? timer : null;
      nextLookIn(nanos);
      if (later != null) {
        later.cancel();
      }
    }
  }

  private void nextLookIn(long nanos) {
    long pause = Math.min(nanos, Timer.FAR);
    long at = clock.nanoTime() + pause;
    timer = clock.after(pause, () -> look(at)); // first, as it may find no memory
    due = true;
    next = at;
  }

  /** One look at all workers serves them all. */
  private void look(long at) {
    scheduler.move(
        effects -> {
          if (!due || at != next) {
            return; // an earlier one was wanted, and has come
          }
          soonest = Long.MAX_VALUE;
          looking = true;
          try {
            for (Worker worker : List.copyOf(scheduler.workers().all())) {
              if (!worker.doomed) {
                look(worker, effects);
              }
            }
          } finally {
            looking = false;
          }
          if (soonest < Long.MAX_VALUE) {
            nextLookIn(soonest);
          } else {
            due = false;
          }
        });
  }

  private void look(Worker worker, Effects effects) {
    for (Chunk chunk : List.copyOf(worker.handed())) {
      if (worker.doomed) {
        return;
      }
      long limit = chunk.limits().timeoutNanos();
      long left = limit - chunk.age(clock.nanoTime());
      if (limit > 0 && left > 0) {
        lookIn(left);
      } else if (limit > 0 && chunk.is(Chunk.HANDED)) {
        switch (stop(worker, chunk)) {
          case YES -> passed(worker, chunk, effects);
          case NO -> goesOn(worker, chunk);
          case LATER -> lookIn(limit); // the answer comes sooner, as a rule
        }
      }
    }
  }

  /** Whether its present call is its last; also when it is not known which one that is. */
  private static Runner.Answer stop(Worker worker, Chunk chunk) {
    int begun = worker.asking.begun(chunk, -1);
    if (begun < 0) {
      return Runner.Answer.YES;
    }
    return chunk.hasGoneOn(begun) ? Runner.Answer.NO : worker.asking.stop(chunk, begun);
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
    abort(worker, chunk, new Outcome.TimedOut(worker.who(chunk), limit), effects);
  }

  /** It is at another call, that nobody has told of yet. */
  private void goesOn(Worker worker, Chunk chunk) {
    chunk.begunNow(worker.asking.begun(chunk, 0), clock.nanoTime());
    lookIn(chunk.limits().timeoutNanos());
  }

  /** Ends what runs a chunk because of that, whose present call ends in this way. */
  private void abort(Worker worker, Chunk chunk, Outcome outcome, Effects effects) {
    Runnable abort = () -> worker.asking.abort(chunk);
    effects.reserve(); // nobody would end a worker that is doomed already
    worker.condemn(chunk, outcome);
    if (!worker.asking.goesOn()) {
      scheduler.queue().addFirst(worker.takeBack(Integer.MAX_VALUE, chunk));
      scheduler.workers().kill(worker);
    }
    effects.add(abort);
    if (chunk.calls() - chunk.told() == 1) {
      scheduler.end(chunk, outcome, effects);
    }
    scheduler.staff().serveIdle(effects);
  }
}
