package processpool.schedule;

import java.util.ArrayList;
import java.util.List;

/** What users do with a pool of the model, and what they are told at once. */
final class ModelUsers {
  /** Of several views at once. */
  private static final int[] LIMITS = {1000, 250, 4000};

  private static final int MOST_CHUNKS = 25;

  private final ModelSequence sequence;
  private final List<List<ModelChunk>> submissions = new ArrayList<>();
  private final List<Hold> holds = new ArrayList<>();
  private boolean closed;
  private boolean terminated;
  private int told;

  ModelUsers(ModelSequence sequence) {
    this.sequence = sequence;
  }

  boolean isClosed() {
    return closed || terminated;
  }

  boolean isTerminated() {
    return terminated;
  }

  private Scheduler scheduler() {
    return sequence.scheduler;
  }

  void start() {
    sequence.trace(() -> "start with " + sequence.processes);
    sequence.starting = true;
    try {
      scheduler().start();
    } catch (ModelRunner.Injected cannotStart) {
      sequence.trace(() -> "cannot start: " + cannotStart);
      terminated = true;
    }
    sequence.starting = false;
  }

  private ModelChunk chunk(Limits limits) {
    ModelChunk chunk =
        new ModelChunk(sequence, sequence.chunks.size(), 1 + sequence.below(4), limits);
    sequence.chunks.add(chunk);
    sequence.open.add(chunk);
    return chunk;
  }

  private Limits limits() {
    return new Limits(
        sequence.chance(1, 4) ? LIMITS[sequence.below(LIMITS.length)] : 0,
        sequence.chance(1, 2) ? 0 : 1 + sequence.below(2));
  }

  void submit() {
    if (sequence.chunks.size() > MOST_CHUNKS) {
      return;
    }
    List<ModelChunk> submission = new ArrayList<>();
    Limits limits = limits();
    submissions.add(submission);
    for (int i = 1 + sequence.below(3); i > 0; i--) {
      ModelChunk chunk = chunk(limits);
      submission.add(chunk);
      sequence.trace(() -> "submit " + chunk + ", " + chunk.calls() + " calls, " + limits);
      try {
        boolean open = !isClosed();
        if (!takes(() -> scheduler().submit(chunk), chunk)) {
          submission.remove(chunk);
          return;
        }
        if (!open) {
          sequence.violated("a closed pool took " + chunk);
        }
      } catch (IllegalStateException isClosed) {
        sequence.chunks.remove(chunk);
        sequence.open.remove(chunk);
        submission.remove(chunk);
        if (!isClosed()) {
          sequence.violated("an open pool refused " + chunk);
        }
        return;
      }
    }
  }

  /** False when there is no memory for it: nobody expects anything of the chunk then. */
  private boolean takes(Runnable submit, ModelChunk chunk) {
    try {
      submit.run();
      return true;
    } catch (OutOfMemoryError full) {
      sequence.trace(() -> "no memory to submit " + chunk);
      sequence.chunks.remove(chunk);
      sequence.open.remove(chunk);
      return false;
    }
  }

  void act(int what) {
    switch (what) {
      case 9, 10 -> cancel();
      case 11 -> resize();
      case 12 -> {
        if (sequence.chance(1, 6)) {
          close();
        }
        if (sequence.chance(1, 20)) {
          terminate();
        }
      }
      case 13 -> hold();
      default -> useHold();
    }
  }

  private void cancel() {
    if (submissions.isEmpty()) {
      return;
    }
    List<ModelChunk> chosen = submissions.get(sequence.below(submissions.size()));
    boolean running = sequence.chance(1, 2);
    List<ModelChunk> open = chosen.stream().filter(chunk -> !chunk.isOver()).toList();
    open.forEach(chunk -> chunk.expected.add(Outcome.Cancelled.class));
    sequence.trace(() -> "cancel " + chosen + (running ? ", running ones too" : ""));
    long begun = sequence.clock.nanoTime();
    sequence.cancelling = true;
    boolean[] cancels = {false};
    Room.insist(() -> cancels[0] |= scheduler().cancel(chosen, running));
    boolean done = cancels[0];
    sequence.cancelling = false;
    boolean unclear = sequence.clock.nanoTime() - begun >= 1_000_000_000;
    sequence.trace(() -> "cancelled: " + done);
    long cancelled = open.stream().filter(c -> c.endedAs(Outcome.Cancelled.class)).count();
    if (!isTerminated() && done != cancelled > 0) {
      sequence.violated("cancelling said " + done + " of " + cancelled);
    }
    if (!isTerminated() && !running && done && cancelled < chosen.size()) {
      sequence.violated("cancelled what had begun");
    }
    boolean couldBe = open.size() == chosen.size() && open.stream().noneMatch(ModelChunk::hasBegun);
    if (couldBe && !done && !unclear && !open.isEmpty() && !someCannotGiveBack()) {
      sequence.violated("what nobody had begun was not cancelled");
    }
    for (ModelChunk chunk : open) {
      boolean tried = sequence.runners.stream().anyMatch(r -> r.aborted || r.faulty);
      if (running && !unclear && !tried && !chunk.isOver()) {
        sequence.violated(chunk + " goes on though it was cancelled");
      }
      chunk.expected.remove(Outcome.Cancelled.class);
    }
  }

  private boolean someCannotGiveBack() {
    return isTerminated()
        || sequence.isBroken()
        || sequence.unsendables > 0
        || sequence.runners.stream()
            .anyMatch(r -> r.faulty || r.link == ModelRunner.Link.PIPE || r.aborted);
  }

  private void resize() {
    int size = 1 + sequence.below(4);
    sequence.trace(() -> "resize to " + size);
    boolean open = !isClosed();
    if (open) {
      sequence.processes = size;
      sequence.rules().resized();
    }
    try {
      Room.insist(() -> scheduler().resize(size));
      if (!open) {
        sequence.violated("a closed pool was resized");
      }
    } catch (IllegalStateException isClosed) {
      if (open) {
        sequence.violated("an open pool was not resized");
      }
    }
  }

  private void close() {
    sequence.trace(() -> "close");
    int expected = told + (isClosed() ? 0 : holds.size());
    closed = true;
    Room.insist(() -> scheduler().close());
    if (told != expected && !sequence.isBroken()) { // a broken pool is closed to them already
      sequence.violated("of those who hold it open were told " + told + ", not " + expected);
    }
  }

  private void terminate() {
    sequence.trace(() -> "terminate");
    terminated = true;
    Room.insist(() -> scheduler().terminate());
  }

  private void hold() {
    try {
      boolean open = !isClosed();
      holds.add(
          scheduler()
              .hold(
                  () -> {
                    sequence.mustNotBeLocked("poolIsClosed");
                    told++;
                  }));
      sequence.trace(() -> "hold");
      if (!open) {
        sequence.violated("a closed pool can be held");
      }
    } catch (OutOfMemoryError full) {
      sequence.trace(() -> "no memory to hold");
    } catch (IllegalStateException isClosed) {
      if (!isClosed()) {
        sequence.violated("an open pool cannot be held");
      }
    }
  }

  private void useHold() {
    if (holds.isEmpty()) {
      return;
    }
    Hold hold = holds.get(sequence.below(holds.size()));
    if (sequence.chance(1, 3)) {
      holds.remove(hold);
      sequence.trace(() -> "release");
      Room.insist(hold::release);
      if (sequence.chance(1, 4)) {
        ModelChunk late = chunk(limits());
        late.expected.add(Outcome.Cancelled.class);
        sequence.trace(() -> "submit " + late + " too late");
        boolean[] taken = {false};
        if (takes(() -> taken[0] = hold.submit(late), late) && taken[0]) {
          sequence.violated("who had released its hold could submit");
        }
      }
    } else {
      ModelChunk chunk = chunk(limits());
      submissions.add(List.of(chunk));
      sequence.trace(() -> "submit " + chunk + " to a pool that is held");
      var unused = takes(() -> hold.submit(chunk), chunk);
    }
  }

  void releaseAll() {
    sequence.trace(() -> "release all");
    holds.forEach(hold -> Room.insist(hold::release));
    holds.clear();
  }

  void end() {
    releaseAll();
    if (sequence.chance(1, 2)) {
      close();
    } else {
      terminate();
    }
  }
}
