package processpool.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pool's workers, and which of them gets a chunk next; guarded by the scheduler's lock.
 *
 * <p>A worker may be handed chunks ahead, or it would wait for each. They are not lost to the
 * others: as soon as one of those is idle, or the worker turns out to be busy with a longer chunk,
 * what it has not begun is taken back, to the front of the queue.
 */
final class Workers {
  private final ChunkQueue queue;
  private final TimeLimits timeLimits;
  private final Tally tally;
  private final NearestFirst nearestFirst;

  /** Whether workers may be handed chunks ahead at all. */
  private final boolean ahead;

  private final IdentityHashMap<Runner, Worker> byRunner = new IdentityHashMap<>();

  /** In order of their start; and whose turn it was last to be handed a chunk ahead. */
  private final ArrayList<Worker> all = new ArrayList<>(Room.FEW);

  private int turn;

  /** How many there are to be; whoever cuts a map into chunks reads it without the lock. */
  volatile int wanted;

  /** Those that wait for a chunk, last come first served: that one may still be awake. */
  private final ArrayList<Worker> idle = new ArrayList<>(Room.FEW);

  Workers(
      ChunkQueue queue,
      TimeLimits timeLimits,
      Tally tally,
      NearestFirst nearestFirst,
      boolean ahead) {
    this.queue = queue;
    this.timeLimits = timeLimits;
    this.tally = tally;
    this.nearestFirst = nearestFirst;
    this.ahead = ahead;
  }

  void add(Runner runner, int index) {
    Worker worker = new Worker(runner, index, tally);
    all.ensureCapacity(all.size() + 1); // all of it or, without memory, nothing
    idle.ensureCapacity(all.size() + 1);
    byRunner.put(runner, worker);
    all.add(worker);
  }

  /** The lowest that none has: who replaces one has that of its predecessor. */
  int freeIndex() {
    int index = 0;
    while (isTaken(index)) {
      index++;
    }
    return index;
  }

  private boolean isTaken(int index) {
    for (Worker worker : all) {
      if (worker.index == index) {
        return true;
      }
    }
    return false;
  }

  void remove(Worker worker) {
    byRunner.remove(worker.runner);
    all.remove(worker);
    idle.remove(worker);
  }

  @Nullable Worker of(@Nullable Runner runner) {
    return runner == null ? null : byRunner.get(runner);
  }

  List<Worker> all() {
    return all;
  }

  /** How many more there are to be; below 0 when there are too many: who is idle first leaves. */
  int missing() {
    return wanted - all.size();
  }

  List<Runner> runners() {
    return all.stream().map(worker -> worker.runner).toList();
  }

  boolean anyReady() {
    for (Worker worker : all) {
      if (worker.ready && !worker.doomed) {
        return true;
      }
    }
    return false;
  }

  /** First the one that has been idle for the shortest time. */
  List<Worker> idle() {
    List<Worker> copy = new ArrayList<>(idle);
    Collections.reverse(copy);
    return copy;
  }

  /** Of those on this machine, if any of them is. */
  private @Nullable Worker lastIdle() {
    for (int i = idle.size() - 1; i >= 0; i--) {
      if (idle.get(i).near) {
        return idle.get(i);
      }
    }
    return idle.isEmpty() ? null : idle.get(idle.size() - 1);
  }

  /** Who can take a chunk that has just come; null when it must wait. */
  @Nullable Worker forNew(Chunk chunk) {
    Worker idler = queue.isEmpty() ? lastIdle() : null;
    if ((idler != null && idler.near)
        || !ahead
        || chunk.limits().timeoutNanos() > 0
        || !queue.isEmpty()
        || missing() < 0) {
      return idler;
    }
    for (int i = 0; i < all.size(); i++) {
      turn = turn + 1 < all.size() ? turn + 1 : 0;
      Worker next = all.get(turn);
      if (idler == null && next.hasRoom(chunk.size())) {
        return next;
      }
      // Asked in this order, as of a cluster's many workers few are near.
      if (idler != null
          && next.near
          && next.hasRoom(chunk.size())
          && nearestFirst.leaves(idler, next)) {
        return next;
      }
    }
    return idler;
  }

  /** Hands a worker a chunk; it is sent outside the lock. */
  void hand(Worker worker, Chunk chunk) {
    timeLimits.keep(chunk); // before it can be told to have begun
    worker.hand(chunk);
    if (worker.idle && !worker.isFree()) {
      worker.idle = false;
      idle.remove(worker);
    }
  }

  /** A worker that can begin another chunk is idle. */
  void rest(Worker worker) {
    if (worker.isFree() && !worker.idle) {
      idle.add(worker);
      worker.idle = true;
    }
  }

  /** It is not to begin another chunk. */
  void unrest(Worker worker) {
    worker.idle = false;
    idle.remove(worker);
  }

  /** It ends because of its chunk: a death, of which nobody hears again. */
  void kill(Worker worker) {
    if (!worker.doomed) {
      tally.deaths += worker.asking.parallel();
      worker.killed = true;
    }
    doom(worker);
  }

  /** It gets no other chunk. */
  void doom(Worker worker) {
    worker.doom();
    unrest(worker);
  }

  /** Gives a worker what it can take; returns whether that is anything. */
  boolean refill(Worker worker) {
    if (!queue.isEmpty()) {
      takeBackFromTheHeldUp(worker);
    }
    boolean some = false;
    for (Chunk next = next(worker); next != null && takes(worker, next); next = next(worker)) {
      hand(worker, next);
      queue.removeFirst(); // now, as without memory it stays here
      some = true;
    }
    return some;
  }

  /** What comes next, be it what waits behind another's chunk. */
  private @Nullable Chunk next(Worker worker) {
    if (queue.isEmpty() && worker.isFree()) {
      takeOverFromOthers(worker);
    }
    return queue.first();
  }

  private boolean takes(Worker worker, Chunk chunk) {
    return worker.isFree()
        || (ahead && chunk.limits().timeoutNanos() == 0 && worker.hasRoom(chunk.size()));
  }

  /** Idle workers get what waits at the door, or behind others' chunks. */
  void serveIdle(Effects effects) {
    boolean some = true;
    while (some) {
      some = false;
      for (Worker worker : idle()) {
        effects.reserve();
        try {
          some |= refill(worker);
        } finally {
          if (!worker.handed().isEmpty()) {
            effects.add(worker.asking.sending);
          }
        }
      }
      some &= someoneMayBeLeftOut();
    }
  }

  /**
   * Whether somebody may be idle and have less than there is: what a far worker had left to those
   * of this machine has been had back from behind another's chunk just now.
   */
  boolean someoneMayBeLeftOut() {
    return !idle.isEmpty() && (!queue.isEmpty() || smallWorkMayStay());
  }

  /** Whether some may wait behind another chunk of this machine though a far worker is idle. */
  boolean smallWorkMayStay() {
    return nearestFirst.isLooking();
  }

  /** An idle worker takes over half of what waits behind another's chunk. */
  private void takeOverFromOthers(Worker idler) {
    for (Worker other : all) {
      int waiting = other == idler || other.doomed ? 0 : other.waiting();
      if (waiting > 0 && !nearestFirst.leaves(idler, other)) {
        queue.addFirst(other.takeBackWaiting((waiting + 1) / 2));
        if (!queue.isEmpty()) {
          return;
        }
      }
    }
  }

  /** What was to run soon and does not: it was at the door before all that wait there now. */
  private void takeBackFromTheHeldUp(Worker mover) {
    for (Worker other : all) {
      if (other != mover && other.isHeldUp()) {
        queue.addFirst(other.takeBackWaiting(Integer.MAX_VALUE));
      }
    }
  }
}
