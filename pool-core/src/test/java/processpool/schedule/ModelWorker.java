package processpool.schedule;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import processpool.schedule.ModelRunner.Answer;
import processpool.schedule.ModelRunner.Entry;
import processpool.schedule.ModelRunner.Injected;
import processpool.wire.MessageReader;

/** What a worker does of itself, one small thing at a time, and what of it is told. */
final class ModelWorker {
  private final ModelRunner runner;
  private final ModelSequence sequence;

  /** What it has done and not said yet. */
  private final List<Chunk> untold = new ArrayList<>();

  private int chunksDone;

  ModelWorker(ModelRunner runner) {
    this.runner = runner;
    this.sequence = runner.sequence;
  }

  /** So many it has said to be done. */
  int chunksDone() {
    return chunksDone - untold.size();
  }

  /** Does one of the things that it could do now; false when there are none. */
  boolean act() {
    if (runner.over) {
      return answer();
    }
    if (!runner.started) {
      return false;
    }
    if (runner.dying || sequence.chance(sequence.deadliness, 64)) {
      return runner.dying && sequence.chance(1, 3) ? work() || die() : die();
    }
    if (!runner.ready) {
      return begin();
    }
    if (runner.leaving && runner.entries.isEmpty() && untold.isEmpty()) {
      return die();
    }
    if (runner.sendsLate && sequence.chance(1, 2)) {
      sent();
      return true;
    }
    if (sequence.chance(1, 2) && (answer() || decide())) {
      return true;
    }
    return (untold.size() < 3 && work()) || tellDone() || decide() || answer() || late();
  }

  private boolean begin() {
    runner.ready = true;
    runner.beginning = true;
    runner.tooLate = sequence.isBroken();
    sequence.trace(() -> runner + " is ready");
    try {
      sequence.scheduler.reports().ready(runner);
    } catch (Injected | OutOfMemoryError damage) {
      runner.ready = false;
      runner.dying = true;
    }
    return true;
  }

  private boolean late() {
    if (runner.sendsLate) {
      sent();
      return true;
    }
    return false;
  }

  /** What it was handed has arrived. */
  void sent() {
    runner.sendsLate = false;
    for (Entry entry : List.copyOf(runner.entries)) {
      if (!runner.entries.contains(entry)) {
        continue; // a send within this one found it to be unsendable
      }
      if (!entry.sent && sequence.chance(sequence.unsendables, 32)) {
        entry.chunk.expected.add(Outcome.Unsendable.class);
        runner.entries.remove(entry);
        sequence.trace(() -> runner + ": unsendable " + entry.chunk);
        guarded(
            () ->
                sequence
                    .scheduler
                    .reports()
                    .unsendable(runner, entry.chunk, new Injected("unsendable")));
        chunksDone++;
      } else {
        entry.sent = true;
      }
    }
  }

  /** Goes on with one of those it runs. */
  private boolean work() {
    int running = 0;
    for (Entry entry : List.copyOf(runner.entries)) {
      if (entry.sent && running++ < runner.parallel && goOn(entry)) {
        return true;
      }
    }
    return false;
  }

  private boolean goOn(Entry entry) {
    ModelChunk chunk = entry.chunk;
    int calls = chunk.calls();
    if (entry.known < entry.begun && sequence.chance(1, 3)) {
      entry.known = entry.begun;
      sequence.trace(() -> runner + ": begun " + entry.begun + " of " + chunk);
      guarded(() -> sequence.scheduler.reports().begun(runner, chunk, entry.begun));
    } else if (entry.finished < entry.begun && !sequence.chance(1, 4)) {
      entry.finished = entry.begun;
      sequence.trace(() -> runner + ": finished " + entry.begun + " of " + chunk);
    } else if (chunk.told() < entry.finished && !chunk.isOver() && sequence.chance(1, 2)) {
      reply(entry);
    } else if (entry.finished == entry.begun && entry.begun < calls && !entry.stopped) {
      entry.begun++;
      entry.begunAt = sequence.clock.nanoTime();
      sequence.trace(() -> runner + ": begins " + entry.begun + " of " + chunk);
      chunk.begin(entry.begun - 1);
    } else if (entry.finished == calls && (chunk.told() == calls || chunk.isOver())) {
      done(entry);
    } else if (chunk.told() < entry.finished && !chunk.isOver()) {
      reply(entry);
    } else {
      return false;
    }
    return true;
  }

  private void reply(Entry entry) {
    int first = entry.chunk.told();
    int count = 1 + sequence.below(entry.finished - first);
    sequence.trace(() -> runner + ": outcomes " + first + "+" + count + " of " + entry.chunk);
    guarded(
        () -> {
          try {
            MessageReader bytes = new MessageReader(new byte[0], 0);
            sequence.scheduler.reports().replied(runner, entry.chunk, first, count, bytes);
            runner.callsEnded += entry.chunk.told() - first;
          } catch (IOException e) {
            sequence.violated(runner + ": outcomes of " + entry.chunk + " refused: " + e);
          }
        });
  }

  /** A chunk is done, which is told at once, or together with the next. */
  private void done(Entry entry) {
    sequence.trace(() -> runner + ": done with " + entry.chunk);
    runner.entries.remove(entry);
    untold.add(entry.chunk);
    chunksDone++;
    if (sequence.chance(1, 2)) {
      tellDone();
    }
  }

  private boolean tellDone() {
    Chunk[] done = untold.toArray(new Chunk[8]);
    int count = untold.size();
    if (count > 0) {
      sequence.trace(() -> runner + ": tells what is done, " + count);
      untold.clear();
      guarded(() -> sequence.scheduler.reports().done(runner, done, count));
    }
    return count > 0;
  }

  int untold() {
    return untold.size();
  }

  /** Looks at what it is asked to give back. */
  private boolean decide() {
    for (Entry entry : runner.entries) {
      if (entry.asked) {
        boolean back = !entry.hasBegun();
        entry.asked = false;
        if (back) {
          runner.entries.remove(entry);
        }
        sequence.trace(() -> runner + ": back " + entry.chunk + "? " + back);
        runner.answers.add(new Answer(entry.chunk, back));
        return true;
      }
    }
    return false;
  }

  private boolean answer() {
    Answer answer = runner.answers.poll();
    if (answer != null) {
      sequence.trace(() -> runner + ": answers for " + answer.chunk());
      guarded(() -> sequence.scheduler.reports().answered(runner, answer.chunk(), answer.back()));
    }
    return answer != null;
  }

  private boolean die() {
    if (sequence.chance(1, 2)) {
      takeLeft();
      tellDone();
    }
    if (runner.over) {
      return true; // telling that, it was ended from within
    }
    boolean signal = sequence.chance(1, 2);
    suspect(signal);
    runner.over = true;
    sequence.trace(() -> runner + " ends" + (signal ? " by a signal" : ""));
    sequence.died(runner, signal);
    int exitCode = signal ? 137 : 1;
    WorkerDeath death = new WorkerDeath(new WorkerId("", runner.number), exitCode, "", null);
    Room.insist(() -> sequence.scheduler.reports().ended(runner, death));
    return true;
  }

  /** The first it has may be what ends it, if it has begun none of it. */
  private void suspect(boolean signal) {
    Worker known = sequence.scheduler.workers().of(runner);
    List<Chunk> handed = known == null ? List.of() : known.handed();
    Chunk first = handed.stream().filter(c -> c.is(Chunk.HANDED)).findFirst().orElse(null);
    Entry entry = first == null ? null : runner.entry(first);
    if (first instanceof ModelChunk chunk && (entry == null || !entry.hasBegun())) {
      chunk.suspicion += runner.aborted ? 0 : signal ? 1 : 4;
    }
  }

  /** What it had ready as it ended. */
  private void takeLeft() {
    for (Entry entry : List.copyOf(runner.entries)) {
      if (entry.chunk.told() < entry.finished && !entry.chunk.isOver()) {
        reply(entry);
      }
    }
  }

  /** A method of its own that throws here is its own affair: it ends. */
  private void guarded(Runnable telling) {
    try {
      telling.run();
    } catch (Injected | OutOfMemoryError damage) {
      runner.dying = true;
    }
  }
}
