package processpool.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;

/** What the scheduler knows of one worker, and has handed it; guarded by its lock. */
final class Worker {
  final Runner runner;

  /** Has started. */
  boolean ready;

  /** Among those that wait for a chunk. */
  boolean idle;

  /** About to end because of its chunk: it gets no other. */
  boolean doomed;

  int chunksDone;

  /** What it runs or has waiting, first handed first. */
  private final List<Chunk> handed = new ArrayList<>();

  /** Those of them that it was asked to give back, and has not answered for yet. */
  private final List<Chunk> asked = new ArrayList<>(0);

  /** Why the calls are lost that it runs as it ends; null for its end itself. */
  private @Nullable Outcome verdict;

  /** The same for single chunks, of a runner that goes on. */
  private final Map<Chunk, Outcome> verdicts = new HashMap<>(0);

  Worker(Runner runner) {
    this.runner = runner;
  }

  List<Chunk> handed() {
    return handed;
  }

  boolean has(Chunk chunk) {
    return handed.contains(chunk);
  }

  /** Whether it can begin another chunk at once. */
  boolean isFree() {
    return ready && !doomed && handed.size() < runner.parallel();
  }

  /** Whether chunks may wait with it behind what it runs. */
  boolean hasRoom(long bytes) {
    return ready
        && !doomed
        && !handed.isEmpty()
        && handed.get(0).limits().timeoutNanos() == 0 && runner.hasRoom(bytes);
  }

  /** How many chunks wait behind those that it runs. */
  int waiting() {
    return Math.max(0, handed.size() - runner.parallel());
  }

  boolean isHeldUp() {
    return waiting() > 0 && runner.isHeldUp();
  }

  /** Marks the chunk as its own; sending it is an effect. */
  void hand(Chunk chunk) {
    chunk.handTo(runner);
    handed.add(chunk);
    runner.hand(chunk);
  }

  /** These were done with; returns how many were its own. */
  int done(Chunk[] chunks, int count) {
    int own = 0;
    for (int i = 0; i < count; i++) {
      own += handed.remove(chunks[i]) ? 1 : 0;
      verdicts.remove(chunks[i]);
      asked.remove(chunks[i]);
    }
    runner.forget(chunks, count);
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
    List<Chunk> back = new ArrayList<>();
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
    Runner.Answer answer = runner.takeBack(chunk);
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
    return chunk.is(Chunk.WAITING);
  }

  /**
   * Takes back what waits behind what it runs, first handed first, at most so many; those count too
   * that it is asked for.
   */
  List<Chunk> takeBackWaiting(int most) {
    List<Chunk> back = new ArrayList<>();
    int left = most;
    for (Chunk chunk : List.copyOf(handed).subList(runner.parallel(), handed.size())) {
      if (left > 0 && takeBack(chunk)) {
        back.add(chunk);
        left--;
      } else if (isAsked(chunk)) {
        left--;
      }
    }
    return back;
  }

  /** Ends because of what it runs, whose present call then ended so. */
  void doom(@Nullable Outcome why) {
    doomed = true;
    verdict = why;
  }

  /** What runs the chunk ends, whose present call then ended so; the runner goes on. */
  void condemn(Chunk chunk, Outcome why) {
    verdicts.put(chunk, why);
  }

  /** Why a chunk's present call is lost; null for the death itself. */
  @Nullable Outcome verdict(Chunk chunk) {
    Outcome own = verdicts.get(chunk);
    return own == null ? verdict : own;
  }

  /** How many calls of a chunk it has begun. It has ended, and may have left damage behind. */
  int begun(Chunk chunk) {
    int told = chunk.told();
    try {
      return Math.max(told, Math.min(chunk.calls(), runner.begun(chunk)));
    } catch (Throwable damaged) {
      Log.error("asking what a worker had begun failed", damaged);
      return Math.min(chunk.calls(), told + 1);
    }
  }
}
