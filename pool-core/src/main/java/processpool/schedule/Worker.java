package processpool.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the scheduler knows of one worker, and has handed it; guarded by its lock. */
final class Worker {
  final Runner runner;

  /** Which of the pool's it is; its successor will be the same. */
  final int index;

  /** About when its process was started. */
  final Instant startedAt = Instant.now();

  private final Tally tally;

  /** What the scheduler asks of the runner goes this way. */
  final Asking asking;

  /** Comes before others that are idle. */
  final boolean near;

  /** Has started. */
  boolean ready;

  /** Who it is, once it is ready. */
  WorkerId id = WorkerId.NOBODY;

  /** Among those that wait for a chunk. */
  boolean idle;

  /** About to end because of its chunk: it gets no other. */
  boolean doomed;

  /** That was to be for its task: a death. */
  boolean killed;

  /** To be replaced as soon as it has ended what it has begun. */
  boolean worn;

  /** Since when, by the {@link Clock}. */
  long readySince;

  int chunksDone;

  /**
   * Calls that have ended in it, of chunks that it has no longer, without those that had ended
   * elsewhere of chunks that it has.
   */
  long calls;

  /** What it runs or has waiting, first handed first. */
  private final List<Chunk> handed = new ArrayList<>();

  /** Those of them that it was asked to give back, and has not answered for yet. */
  private final ArrayList<Chunk> asked = new ArrayList<>(0);

  /** How the present calls of those chunks end because of which it, or what runs them, ends. */
  private final Map<Chunk, Outcome> verdicts = new HashMap<>(0);

  Worker(Runner runner, int index, Tally tally) {
    this.runner = runner;
    this.index = index;
    this.tally = tally;
    this.asking = new Asking(runner);
    this.near = asking.isNear();
  }

  List<Chunk> handed() {
    return handed;
  }

  boolean has(Chunk chunk) {
    return handed.contains(chunk);
  }

  /** Whether it can begin another chunk at once. */
  boolean isFree() {
    return ready && !doomed && !worn && handed.size() < asking.parallel();
  }

  /** Whether chunks may wait with it behind what it runs. */
  boolean hasRoom(long bytes) {
    return ready
        && !doomed
        && !worn
        && !handed.isEmpty()
        && handed.get(0).limits().timeoutNanos() == 0
        && asking.hasRoom(bytes);
  }

  /** How many chunks wait behind those that it runs. */
  int waiting() {
    return Math.max(0, handed.size() - asking.parallel());
  }

  boolean isHeldUp() {
    return waiting() > 0 && asking.isHeldUp();
  }

  /** Marks the chunk as its own; sending it is an effect. */
  void hand(Chunk chunk) {
    handed.add(chunk); // first, as it may find no memory
    tally.handed(chunk, this);
    chunk.handTo(runner);
    asking.hand(chunk);
  }

  /** These were done with; returns how many were its own. */
  int done(Chunk[] chunks, int count) {
    int first = 0; // those that come in their order, which as a rule is all
    while (first < count && first < handed.size() && handed.get(first) == chunks[first]) {
      tally.done(chunks[first], this);
      first++;
    }
    handed.subList(0, first).clear();
    int own = first;
    for (int i = first; i < count; i++) {
      if (handed.remove(chunks[i])) {
        tally.done(chunks[i], this);
        own++;
      }
    }
    if (!asked.isEmpty() || !verdicts.isEmpty()) { // a chunk's first hash code costs more than all
      for (int i = 0; i < count; i++) {
        asked.remove(chunks[i]);
        verdicts.remove(chunks[i]);
      }
    }
    asking.forget(chunks, count);
    chunksDone += own;
    return own;
  }

  /**
   * Takes chunks back that it has not begun, first handed first.
   *
   * @param most how many at most
   * @param except not this one
   */
  List<Chunk> takeBack(int most, @Nullable Chunk except) {
    List<Chunk> back = new ArrayList<>(handed.size());
    for (Chunk chunk : List.copyOf(handed)) {
      if (chunk != except && back.size() < most && takeBack(chunk)) {
        back.add(chunk);
      }
    }
    return back;
  }

  /** Takes one chunk back; false when it has begun, has ended, or must be asked for first. */
  boolean takeBack(Chunk chunk) {
    if (!chunk.is(Chunk.HANDED) || asked.contains(chunk)) {
      return false;
    }
    asked.ensureCapacity(asked.size() + 1);
    Runner.Answer answer = asking.takeBack(chunk);
    if (answer == Runner.Answer.LATER) {
      asked.add(chunk);
    }
    return answer == Runner.Answer.YES && givenBack(chunk);
  }

  /** It answers for a chunk; true when the chunk waits again. */
  boolean answered(Chunk chunk, boolean back) {
    return asked.remove(chunk) && back && givenBack(chunk);
  }

  /** Whether it has been asked for a chunk and has not answered yet. */
  boolean isAsked(Chunk chunk) {
    return asked.contains(chunk);
  }

  private boolean givenBack(Chunk chunk) {
    handed.remove(chunk);
    chunk.backToWaiting();
    tally.back(chunk, this);
    return chunk.is(Chunk.WAITING);
  }

  /** Takes back what waits behind what it runs, first handed first, at most so many. */
  List<Chunk> takeBackWaiting(int most) {
    List<Chunk> back = new ArrayList<>(handed.size());
    int running = Math.min(asking.parallel(), handed.size());
    for (Chunk chunk : List.copyOf(handed).subList(running, handed.size())) {
      if (back.size() < most && takeBack(chunk)) {
        back.add(chunk);
      }
    }
    return back;
  }

  /** It gets no other chunk. */
  void doom() {
    doomed = true;
  }

  /** What runs a chunk is to end because of it, whose present call then ends so. */
  void condemn(Chunk chunk, Outcome how) {
    verdicts.put(chunk, how);
  }

  /** Why the present call of a chunk is lost; null for the end of what ran it. */
  @Nullable Outcome verdict(Chunk chunk) {
    return verdicts.get(chunk);
  }

  /** Who runs a chunk: itself, unless its runner has several workers. */
  WorkerId who(Chunk chunk) {
    return asking.goesOn() ? asking.worker(chunk, id) : id;
  }

  /**
   * How many calls of a chunk have begun, 0 when it began none. It has ended, and may have left
   * damage behind.
   */
  int begun(Chunk chunk) {
    return Math.min(chunk.calls(), asking.begun(chunk, chunk.told() + 1));
  }
}
