package processpool.schedule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What must be so whatever happens, looked at after each step. */
final class ModelRules {
  private final ModelSequence sequence;

  /** So many workers there may be: as asked for, or those left of more. */
  private int most;

  /** And so many there were to be at most. */
  private int largest;

  private boolean oneWasReady;
  private boolean hopeless;
  private int failedStarts;

  ModelRules(ModelSequence sequence) {
    this.sequence = sequence;
    this.most = sequence.processes;
    this.largest = most;
  }

  boolean isHopeless() {
    return hopeless;
  }

  // ---- what is told on the way

  void ready() {
    oneWasReady = true;
    failedStarts = 0;
  }

  void handed(ModelRunner runner, ModelChunk chunk) {
    int limit = sequence.chunksPerWorker;
    if (!runner.ready || runner.over || runner.aborted || runner.dismissed) {
      sequence.violated(chunk + " is handed to " + runner + ", which cannot take it");
    }
    if (limit > 0 && runner.worker.chunksDone() >= limit) {
      sequence.violated(chunk + " is handed to " + runner + ", which has done its share");
    }
    if (chunk.limits().timeoutNanos() > 0 && runner.held() >= runner.parallel && !runner.faulty) {
      sequence.violated(chunk + " is handed ahead, though its time runs");
    }
    if (sequence.scheduler.workers().missing() < 0) {
      sequence.violated(chunk + " is handed to " + runner + ", though there are too many");
    }
    for (ModelChunk other : sequence.open) {
      boolean waits =
          other.is(Chunk.WAITING)
              && !sequence.scheduler.queue().keeps(other); // else it is being cancelled
      if (other.number < chunk.number && waits && chunk.timesHanded == 0) {
        sequence.violated(chunk + " is handed before " + other);
      }
    }
  }

  /** A worker is about to tell that it has ended. */
  void died(ModelRunner runner, boolean signal) {
    if (!runner.ready && !runner.ended && !runner.dismissed) {
      startFailed(signal);
    }
  }

  void cannotMake() {
    startFailed(false);
  }

  private void startFailed(boolean signal) {
    failedStarts++;
    hopeless |= !oneWasReady && !signal;
    boolean others = sequence.runners.stream().anyMatch(r -> r.isHealthy() && !r.aborted);
    hopeless |= failedStarts >= 10 && !others;
  }

  void resized() {
    most = Math.max(sequence.processes, count());
    largest = Math.max(largest, sequence.processes);
  }

  private int count() {
    int count = 0;
    for (ModelRunner runner : sequence.runners) {
      count += runner.over || runner.dismissed ? 0 : 1;
    }
    return count;
  }

  // ---- between two steps

  void checkNow() {
    sequence.runners.removeIf(runner -> runner.over && runner.answers.isEmpty());
    int count = count();
    if (count > most) {
      sequence.violated("there are " + count + " workers, not " + most);
    }
    most = Math.max(sequence.processes, Math.min(most, count));
    for (ModelChunk chunk : sequence.open) {
      checkPlace(chunk);
    }
    sequence.open.removeIf(ModelChunk::isTold);
    if (Shortage.struck() > 0) {
      return; // who tries again is counted twice, and so on
    }
    checkFigures();
    if (!sequence.isTerminated() && !hopeless) {
      checkIdle();
    }
  }

  /** Whatever happens, the sums are what has been told. */
  private void checkFigures() {
    Figures figures = sequence.figures();
    long submitted = 0;
    long returned = 0;
    long cancelled = 0;
    long ended = 0;
    for (ModelChunk chunk : sequence.chunks) {
      submitted += chunk.calls();
      returned += chunk.ends(how -> how == ModelChunk.RETURNED);
      cancelled += chunk.ends(how -> how instanceof Outcome.Cancelled);
      ended += chunk.ends(how -> true);
    }
    long failed = ended - returned - cancelled;
    if (figures.submitted() != submitted
        || figures.succeeded() != returned
        || figures.cancelled() != cancelled
        || figures.failed() != failed
        || figures.waiting() != submitted - ended - figures.running()
        || figures.waiting() < 0) {
      sequence.violated(
          figures.sums()
              + ", but of "
              + submitted
              + " calls returned "
              + returned
              + ", cancelled "
              + cancelled
              + ", failed "
              + failed);
    }
    Set<Integer> indexes = new HashSet<>();
    for (Figures.OfWorker worker : figures.workers()) {
      ModelRunner runner = (ModelRunner) worker.runner();
      if (worker.calls() != runner.callsEnded) {
        sequence.violated(runner + " is told to have ended " + worker.calls() + " calls");
      }
      if (!indexes.add(worker.index()) || worker.index() >= largest) {
        sequence.violated(runner + " is number " + worker.index() + " as others are");
      }
    }
  }

  /** It ended and was told; or waits; or some worker has it that lives. */
  private void checkPlace(ModelChunk chunk) {
    if (chunk.isOver() != chunk.isTold()) {
      sequence.failed(chunk + " is over, and nobody was told");
    }
    if (chunk.is(Chunk.HANDED)) {
      ModelRunner runner = (ModelRunner) chunk.runner();
      if (runner == null || runner.over || runner.dismissed) {
        sequence.failed(chunk + " is left with " + runner);
      }
    }
  }

  private void checkIdle() {
    boolean waits = sequence.open.stream().anyMatch(chunk -> chunk.is(Chunk.WAITING));
    for (ModelRunner runner : sequence.runners) {
      if (!runner.isHealthy() || runner.aborted) {
        continue;
      }
      if (sequence.scheduler.workers().missing() < 0) {
        checkWaitsForNobody(runner, "which may have to leave");
      }
      if (isUsedUp(runner)) {
        if (runner.held() == 0) {
          sequence.violated(runner + " has done its share and stays");
        }
      } else if (runner.held() < runner.parallel && count() <= sequence.processes) {
        if (waits) {
          sequence.violated("something waits while " + runner + " is idle");
        }
        checkOthers(runner);
      } else if (runner.held() == 0 && count() > sequence.processes && !someEnd()) {
        sequence.violated(runner + " is idle, one too many, and stays");
      }
    }
  }

  private boolean someEnd() {
    return sequence.runners.stream().anyMatch(r -> r.aborted || r.dying);
  }

  private boolean isUsedUp(ModelRunner runner) {
    return sequence.chunksPerWorker > 0 && runner.worker.chunksDone() >= sequence.chunksPerWorker;
  }

  /**
   * Nothing waits behind what another runs that could be taken back; but for a moment, for quick
   * work on this machine while a far one is idle.
   */
  private void checkOthers(ModelRunner idle) {
    boolean far = idle.link == ModelRunner.Link.REMOTE;
    boolean somebodyLooks =
        sequence.scheduler.workers().smallWorkMayStay()
            && sequence.clock.somethingIsDueWithin(TimeUnit.MILLISECONDS.toNanos(2));
    for (ModelRunner other : sequence.runners) {
      boolean left = far && somebodyLooks && other.link != ModelRunner.Link.REMOTE;
      if (other != idle && !left && other.isHealthy() && !other.aborted) {
        checkWaitsForNobody(other, "while " + idle + " is idle");
      }
    }
  }

  private void checkWaitsForNobody(ModelRunner runner, String why) {
    List<Chunk> handed = sequence.scheduler.workers().of(runner).handed();
    for (int i = runner.parallel; i < handed.size(); i++) {
      ModelRunner.Entry entry = runner.entry(handed.get(i));
      boolean asks = entry != null && entry.sent && runner.link != ModelRunner.Link.MEMORY;
      if (entry != null && !entry.hasBegun() && !asks && entry.chunk.is(Chunk.HANDED)) {
        sequence.violated(entry.chunk + " waits with " + runner + " " + why);
      }
    }
  }

  void checkGone() {
    for (ModelChunk chunk : sequence.chunks) {
      if (!chunk.isTold()) {
        sequence.failed(chunk + " never ended");
      }
    }
    for (ModelRunner runner : sequence.runners) {
      if (runner.started && !runner.over) {
        sequence.failed(runner + " lives on in a pool that is gone");
      }
    }
  }
}
