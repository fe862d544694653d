package processpool.parent;

import org.jspecify.annotations.Nullable;

/** What the dispatcher knows of one worker; guarded by the dispatcher's lock. */
final class Seat {
  final Runner runner;

  /** What it was handed last; may have ended already. */
  @Nullable Chunk chunk;

  int chunksDone;

  /** About to be killed for its chunk: it gets no other. */
  boolean doomed;

  Seat(Runner runner) {
    this.runner = runner;
  }

  /** The chunk that it has and that has not ended, or null. */
  @Nullable Chunk running() {
    Chunk last = chunk;
    return last != null && last.seat == this && last.state == Chunk.State.RUNNING ? last : null;
  }
}
