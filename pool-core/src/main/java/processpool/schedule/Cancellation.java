package processpool.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Cancels the chunks of one submission. */
final class Cancellation {
  /** How long it may be unclear at most which of its chunks a worker runs. */
  private static final long UNCLEAR_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long PAUSE_NANOS = 50_000;

  private final Scheduler scheduler;
  private final List<? extends Chunk> chunks;

  /** Whether also what has begun; otherwise nothing is cancelled once one has begun. */
  private final boolean running;

  private boolean done;

  /** Some of them had to be asked for; so the queue keeps what comes back. */
  private boolean waits;

  Cancellation(Scheduler scheduler, List<? extends Chunk> chunks, boolean running) {
    this.scheduler = scheduler;
    this.chunks = chunks;
    this.running = running;
  }

  /** Returns whether anything was cancelled. */
  boolean run() {
    try {
      attemptUntilClear();
    } finally {
      if (waits) {
        wantNoneBack();
      }
    }
    return done;
  }

  private void attemptUntilClear() {
    Clock clock = scheduler.clock();
    long begun = clock.nanoTime();
    boolean more = attempt();
    // A worker may have begun a chunk while the end of the one before has not been taken in yet:
    // then it is not known which of the two its end would hit. Or it is far away, and was asked.
    while (more && clock.nanoTime() - begun < UNCLEAR_NANOS) {
      if (running) {
        chunks.forEach(chunk -> chunk.help(0));
      }
      clock.pause(PAUSE_NANOS);
      more = attempt();
    }
  }

  private void wantNoneBack() {
    scheduler.moveWhole(
        effects -> {
          List<Chunk> back = new ArrayList<>(chunks.size());
          chunks.forEach(chunk -> unwant(chunk, back));
          scheduler.queue().addFirst(back);
          scheduler.staff().serveIdle(effects);
          scheduler.staff().dismissIdle(effects);
        });
  }

  private void unwant(Chunk chunk, List<Chunk> back) {
    if (scheduler.queue().unwant(chunk)) {
      back.add(chunk);
    }
  }

  /** Cancels what can be cancelled now; true when more may be in a moment. */
  private boolean attempt() {
    boolean[] more = {false};
    scheduler.moveWhole(effects -> more[0] = attempt(effects));
    return more[0];
  }

  private boolean attempt(Effects effects) {
    boolean asked = takeBack();
    if (!running && asked) { // nothing is decided before all have answered
      return true;
    }
    boolean nothingBegun = chunks.stream().noneMatch(chunk -> chunk.is(Chunk.HANDED));
    boolean untouched = chunks.stream().allMatch(chunk -> chunk.is(Chunk.WAITING));
    if (running || (nothingBegun && untouched)) {
      cancelWaiting(effects);
    }
    boolean unclear = running && cancelRunning(effects);
    scheduler.staff().serveIdle(effects);
    scheduler.staff().dismissIdle(effects);
    return unclear;
  }

  /** Takes back what has not begun; returns whether some had to be asked for. */
  private boolean takeBack() {
    List<Chunk> back = new ArrayList<>(chunks.size()); // they are nowhere else for a moment
    boolean asked = false;
    try {
      for (Chunk chunk : chunks) {
        unwant(chunk, back);
        Worker worker = scheduler.workers().of(chunk.runner());
        if (worker != null && chunk.is(Chunk.HANDED)) {
          if (worker.takeBack(chunk)) {
            back.add(chunk);
          }
          asked |= worker.isAsked(chunk);
        }
      }
      if (asked) {
        waits = true;
        scheduler.queue().want(chunks);
      }
    } finally {
      scheduler.queue().addFirst(back);
    }
    return asked;
  }

  private void cancelWaiting(Effects effects) {
    int cancelled = 0;
    for (Chunk chunk : chunks) {
      if (chunk.is(Chunk.WAITING) && scheduler.end(chunk, PoolLife.cancelled(), effects)) {
        cancelled++;
        done = true;
      }
    }
    scheduler.queue().cancelled(cancelled);
  }

  /** True when it is not clear yet for some of them. */
  private boolean cancelRunning(Effects effects) {
    boolean unclear = false;
    for (Chunk chunk : chunks) {
      Worker worker = scheduler.workers().of(chunk.runner());
      if (worker == null || worker.doomed || !chunk.is(Chunk.HANDED)) {
        continue;
      }
      Runnable abort = () -> worker.asking.abort(chunk);
      effects.reserve(2); // nobody would end a worker that is doomed already
      boolean goesOn = worker.asking.goesOn();
      if (!goesOn && !runsAlone(chunk, worker)) {
        unclear = true;
      } else if (scheduler.end(chunk, PoolLife.cancelled(), effects)) {
        done = true;
        if (!goesOn) {
          scheduler.workers().kill(worker);
        }
        effects.add(abort);
      }
    }
    return unclear;
  }

  /**
   * Whether ending the worker ends this chunk only. What it has been handed ahead is taken back
   * first; if it has begun some of that, the chunk has just ended, and it is too late to cancel it.
   */
  private boolean runsAlone(Chunk chunk, Worker worker) {
    scheduler.queue().addFirst(worker.takeBack(Integer.MAX_VALUE, chunk));
    for (Chunk other : worker.handed()) {
      if (other != chunk && other.is(Chunk.HANDED)) {
        return false;
      }
    }
    return true;
  }
}
