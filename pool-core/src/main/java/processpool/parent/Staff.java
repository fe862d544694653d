package processpool.parent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pool's workers, and which of them gets a chunk next; guarded by the dispatcher's lock.
 *
 * <p>A worker whose chunks are short is handed some ahead, or it would wait for each. They are not
 * lost to the others: as soon as one of those is idle, or the worker turns out to be busy with a
 * longer chunk, what it has not begun is taken back, to the front of the door.
 */
final class Staff {
  /** Whether workers may be handed chunks ahead: one that is watched is handed one at a time. */
  private final boolean ahead;

  private final Door door;
  private final Map<Runner, Seat> seats = new LinkedHashMap<>();

  /** The same seats; and whose turn it was last to be handed a chunk ahead. */
  private final List<Seat> rota = new ArrayList<>();

  private int turn;

  /** Those that wait for a chunk, last come first served: that one may still be awake. */
  private final ArrayDeque<Seat> idle = new ArrayDeque<>();

  /**
   * Whether somebody is idle, or about to be: readable without the lock. Set before an idle worker
   * looks for what it could take over; read after a chunk has been sent ahead. So at least one of
   * the two sees the other, and no chunk that is just on its way stays behind a long one.
   */
  private volatile boolean someoneIsIdle;

  Staff(Door door, boolean ahead) {
    this.door = door;
    this.ahead = ahead;
  }

  void add(Runner runner) {
    Seat seat = new Seat(runner);
    seats.put(runner, seat);
    rota.add(seat);
  }

  void remove(Seat seat) {
    seats.remove(seat.runner);
    rota.remove(seat);
    idle.remove(seat);
    someoneIsIdle = !idle.isEmpty();
  }

  @Nullable Seat seat(@Nullable Runner runner) {
    return runner == null ? null : seats.get(runner);
  }

  List<Seat> seats() {
    return rota;
  }

  List<Runner> runners() {
    return List.copyOf(seats.keySet());
  }

  List<Seat> idle() {
    return List.copyOf(idle);
  }

  boolean someoneIsIdle() {
    return someoneIsIdle;
  }

  void nobodyIsIdle() {
    idle.clear();
    someoneIsIdle = false;
  }

  /** Who can take a chunk that has just come; null when it must wait. */
  @Nullable Seat seatFor(Chunk chunk) {
    Seat seat = idle.pollFirst();
    if (seat != null) {
      someoneIsIdle = !idle.isEmpty();
    }
    if (seat != null || !ahead || !door.isEmpty()) {
      return seat;
    }
    for (int i = 0; i < rota.size(); i++) {
      turn = turn + 1 < rota.size() ? turn + 1 : 0;
      if (rota.get(turn).takes(chunk.size(), true)) {
        return rota.get(turn);
      }
    }
    return null;
  }

  /** A worker that has nothing left is idle. */
  void rest(Seat seat) {
    if (seat.live() == 0 && !seat.idle && !seat.doomed) {
      seat.idle = true;
      idle.addFirst(seat);
    }
    someoneIsIdle = !idle.isEmpty();
  }

  /** Gives a worker what it can take; to be sent to it outside the lock. */
  List<Chunk> refill(Seat seat) {
    if (door.isEmpty()) {
      if (seat.live() > 0 || !ahead) {
        return List.of();
      }
      takeOverFromOthers(seat);
    } else if (ahead) {
      takeBackFromTheStuck(seat);
    }
    List<Chunk> handed = new ArrayList<>();
    for (Chunk next = door.first();
        next != null && seat.takes(next.size(), ahead);
        next = door.first()) {
      door.removeFirst();
      seat.assign(next);
      handed.add(next);
    }
    return handed;
  }

  /** Idle workers get what waits at the door, or behind others' chunks. */
  void serveIdle(List<Runnable> after) {
    for (Seat seat : List.copyOf(idle)) {
      List<Chunk> handed = refill(seat);
      if (handed.isEmpty()) {
        return;
      }
      idle.remove(seat);
      someoneIsIdle = !idle.isEmpty();
      after.add(() -> handed.forEach(seat.runner::run));
    }
  }

  /** An idle worker takes over half of what waits behind another's chunk. */
  private void takeOverFromOthers(Seat idler) {
    someoneIsIdle = true;
    for (Seat other : rota) {
      if (other != idler && other.live() > 1) {
        door.addFirst(other.takeBackBehindFirst(other.live() / 2));
        if (!door.isEmpty()) {
          return;
        }
      }
    }
  }

  private void takeBackFromTheStuck(Seat mover) {
    long now = System.nanoTime();
    for (Seat other : rota) {
      if (other != mover && other.isStuck(now)) {
        other.slow();
        door.addFirst(other.takeBackBehindFirst(Integer.MAX_VALUE));
      }
    }
  }

  /** From the workers, those of the chunks that they have not begun. */
  List<Chunk> takeBack(List<? extends Chunk> chunks) {
    List<Chunk> back = new ArrayList<>();
    for (Chunk chunk : chunks) {
      Seat seat = seat(chunk.runner);
      if (seat != null && chunk.is(Chunk.HANDED) && seat.takeBack(chunk)) {
        chunk.backToWaiting();
        back.add(chunk);
        rest(seat);
      }
    }
    return back;
  }

  /**
   * Whether killing a worker ends this chunk only. What it has been handed ahead is taken back
   * first; if it has begun some of that, the chunk has just ended, and it is too late to cancel it.
   */
  boolean runsAlone(Chunk chunk, Seat seat) {
    door.addFirst(seat.takeBack(Integer.MAX_VALUE, chunk));
    for (Chunk other : seat.chunks()) {
      if (other != chunk && other.is(Chunk.HANDED)) {
        return false;
      }
    }
    return true;
  }
}
