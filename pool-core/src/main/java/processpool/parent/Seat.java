package processpool.parent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import processpool.wire.Claims;

/** What the dispatcher knows of one worker, and has handed it; guarded by the dispatcher's lock. */
final class Seat {
  /** A worker whose chunks take less than this on average is handed some ahead. */
  private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(100);

  /** One that has finished nothing for so long is stuck with a longer one. */
  private static final long STUCK = TimeUnit.MILLISECONDS.toNanos(1);

  /** What may be on its way at a time without anybody having to wait for room. */
  private static final long AHEAD_BYTES = 1 << 18;

  private static final int SLOTS = Claims.SLOTS;

  final Runner runner;

  /** Has started. */
  boolean ready;

  /** Among those that wait for a chunk. */
  boolean idle;

  /** About to be killed for its chunk: it gets no other. */
  boolean doomed;

  int chunksDone;

  private final @Nullable Chunk[] slots = new @Nullable Chunk[SLOTS];
  private final int[] tickets = new int[SLOTS];
  private final long[] sizes = new long[SLOTS];
  private long free = -1L;

  /** Slots whose chunk was taken back, and which the worker has not passed yet. */
  private long stale;

  private int live;
  private long bytes;
  private int lastTicket;
  private long lastMove;
  private boolean quick;

  Seat(Runner runner) {
    this.runner = runner;
  }

  /** How many chunks it has that have not been taken back. */
  int live() {
    return live;
  }

  /** Whether it can be handed a chunk of such a size, perhaps behind others. */
  boolean takes(long size, boolean ahead) {
    if (!ready || doomed || live == 0) {
      return ready && !doomed;
    }
    return ahead && quick && free != 0 && bytes + size <= AHEAD_BYTES && live < runner.depth();
  }

  void assign(Chunk chunk) {
    idle = false;
    if (live == 0) {
      lastMove = System.nanoTime();
      releaseStale(Integer.MAX_VALUE); // it is idle, so it is passing them right now
    }
    int slot = Long.numberOfTrailingZeros(free);
    free &= ~(1L << slot);
    slots[slot] = chunk;
    lastTicket = lastTicket == Integer.MAX_VALUE ? 1 : lastTicket + 1;
    tickets[slot] = lastTicket;
    sizes[slot] = chunk.size();
    bytes += sizes[slot];
    live++;
    chunk.slot = slot;
    chunk.ticket = lastTicket;
    chunk.handTo(runner);
  }

  /** These were done; returns how many. */
  int freed(long done, int ticket) {
    int count = 0;
    for (long left = done & ~free & ~stale; left != 0; left &= left - 1) {
      int slot = Long.numberOfTrailingZeros(left);
      release(slot);
      live--;
      count++;
    }
    releaseStale(ticket);
    long now = System.nanoTime();
    if (count > 0) {
      quick = now - lastMove < count * SHORT;
      lastMove = now;
      chunksDone += count;
    }
    return count;
  }

  private void releaseStale(int ticket) {
    for (long left = stale; left != 0; left &= left - 1) {
      int slot = Long.numberOfTrailingZeros(left);
      if (tickets[slot] <= ticket) {
        stale &= ~(1L << slot);
        release(slot);
      }
    }
  }

  private void release(int slot) {
    slots[slot] = null;
    bytes -= sizes[slot];
    free |= 1L << slot;
  }

  /** Takes back a chunk that the worker has not begun; false when it has. */
  boolean takeBack(Chunk chunk) {
    if (!runner.takeBack(chunk)) {
      return false;
    }
    slots[chunk.slot] = null;
    stale |= 1L << chunk.slot;
    live--;
    return true;
  }

  /** Takes back what waits behind the first chunk, first handed first, at most so many. */
  List<Chunk> takeBackBehindFirst(int most) {
    List<Chunk> all = chunks();
    Chunk first = all.get(0);
    List<Chunk> back = takeBack(most, first);
    for (Chunk other : all) { // two threads may have sent theirs in another order
      if (other != first && back.size() < most && runner.hasBegun(other)) {
        back.addAll(0, takeBack(1, null));
        break;
      }
    }
    return back;
  }

  /** Takes back what the worker has not begun, at most so many, and not the given one. */
  List<Chunk> takeBack(int most, @Nullable Chunk except) {
    List<Chunk> back = new ArrayList<>();
    for (Chunk chunk : chunks()) {
      if (chunk != except && back.size() < most && chunk.is(Chunk.HANDED) && takeBack(chunk)) {
        chunk.backToWaiting();
        back.add(chunk);
      }
    }
    return back;
  }

  /** What it had, all of it: it will do nothing more. */
  List<Chunk> giveBack() {
    List<Chunk> back = chunks();
    back.removeIf(chunk -> chunk.is(Chunk.ENDED));
    back.forEach(Chunk::backToWaiting);
    return back;
  }

  /** What it has, first handed first. */
  List<Chunk> chunks() {
    List<Chunk> all = new ArrayList<>();
    for (long left = ~free & ~stale; left != 0; left &= left - 1) {
      Chunk chunk = slots[Long.numberOfTrailingZeros(left)];
      if (chunk != null) {
        all.add(chunk);
      }
    }
    all.sort(Comparator.comparingInt(chunk -> chunk.ticket));
    return all;
  }

  /** Whether chunks wait behind one that takes long. */
  boolean isStuck(long now) {
    return live > 1 && now - lastMove > STUCK;
  }

  /** Chunks that take long are handed over one at a time. */
  void slow() {
    quick = false;
  }
}
