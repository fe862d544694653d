package processpool.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Chunk;
import processpool.schedule.Runner.Answer;
import processpool.wire.Claims;

/**
 * What a worker has been handed: each chunk in a slot, under a ticket, as {@link Claims} wants it.
 *
 * <p>Guarded by the scheduler's lock, but for the slots, which replies are looked up in. Over pipes
 * a worker is handed one chunk at a time; through shared memory as many as {@link #hasRoom} for, as
 * what it has not begun can be taken back.
 */
final class Handed {
  /** A worker whose chunks take less than this on average is handed many ahead. */
  private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(100);

  /** And less than this, one: of longer ones the way there and back is no part worth saving. */
  private static final long MIDDLING = TimeUnit.MILLISECONDS.toNanos(20);

  /**
   * Or as many as it runs in so long: a parent whose processors all work is not there at once when
   * the last of them ends.
   */
  private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** The way to another machine takes longer: two wake-ups there, two here, and the network. */
  private static final long FAR_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

  /** One that has finished nothing for so long, or twice as long as usual, has a longer one. */
  private static final long HELD_UP = TimeUnit.MILLISECONDS.toNanos(1);

  /** What may be on its way at a time without anybody having to wait for room. */
  private static final long AHEAD_BYTES = 1 << 18;

  /** A chunk on its way; true once it has been offered to be sent, or was taken back before. */
  static final class Place extends AtomicBoolean {
    private static final long serialVersionUID = 1L;

    final transient Chunk chunk;
    final int slot;
    final int ticket;

    /** The worker counts the chunk's calls from this one, as those before have ended elsewhere. */
    final int first;

    final transient long size;

    /** How many of those the worker has said that it began. */
    volatile int saidBegun;

    /** Somebody is changing its claim, so that it does not begin, at this moment. */
    volatile boolean isBeingTakenBack;

    /** That has been done: it has not begun, and never will. */
    volatile boolean isTakenBack;

    Place(Chunk chunk, int slot, int ticket) {
      this.chunk = chunk;
      this.slot = slot;
      this.ticket = ticket;
      this.first = chunk.told();
      this.size = chunk.size();
    }
  }

  private final AtomicReferenceArray<@Nullable Place> slots =
      new AtomicReferenceArray<>(Claims.SLOTS);

  /** For what goes through shared memory; null as long as all goes over pipes. */
  private volatile @Nullable Claims claims;

  /** To be used from the next chunk on that finds the worker without any other. */
  private volatile @Nullable Claims offered;

  /** The worker has ended; only {@link #lastBegun} can have been under way. */
  private volatile boolean over;

  private volatile @Nullable Place lastBegun;

  private volatile int lastCalls;

  private long free = -1L;

  /** What lies in the slots of chunks that were taken back, and that the worker has not passed. */
  private final @Nullable Place[] stale = new @Nullable Place[Claims.SLOTS];

  private long staleSlots;

  private int live;
  private long bytes;
  private int lastTicket;
  private long lastMove;

  /** How long it had something to run, up to {@link #busySince}, if it has something now. */
  private long busyNanos;

  private long busySince;

  /** What its chunks took lately; at first nobody knows. */
  private long usual = Long.MAX_VALUE;

  /** Shared memory has been mapped on both sides. */
  void offer(Claims newClaims) {
    offered = newClaims;
  }

  /** Whether what is handed from now on goes through shared memory. */
  boolean usesMemory() {
    return claims != null;
  }

  boolean hasRoom(long size) {
    return (usual < SHORT || (usual < MIDDLING && live < Math.max(2, AHEAD_NANOS / usual)))
        && claims != null
        && free != 0
        && bytes + size <= AHEAD_BYTES;
  }

  /** Whether chunks wait behind one that takes long; such a worker is handed none ahead. */
  boolean isHeldUp() {
    if (live < 2) {
      return false;
    }
    long since = System.nanoTime() - lastMove;
    boolean heldUp = since > HELD_UP && since / 2 > usual;
    if (heldUp) {
      usual = Math.max(since, MIDDLING); // until its chunk ends
    }
    return heldUp;
  }

  /** Whether what it has ends sooner than another machine would have any of it. */
  boolean isQuick() {
    return live * usual < FAR_NANOS && !isHeldUp();
  }

  Place hand(Chunk chunk) {
    if (live == 0) {
      lastMove = System.nanoTime();
      busySince = lastMove;
      if (claims == null) {
        claims = offered; // all that went over the pipe has been answered
      }
      releaseStale(Integer.MAX_VALUE); // it has nothing else to do than pass them
    }
    int slot = Long.numberOfTrailingZeros(free);
    free &= ~(1L << slot);
    lastTicket = lastTicket == Claims.LAST_TICKET ? 1 : lastTicket + 1;
    Place place = new Place(chunk, slot, lastTicket);
    bytes += place.size;
    live++;
    chunk.place(place);
    slots.setRelease(slot, place);
    return place;
  }

  /** What it has not answered for. */
  List<Place> all() {
    List<Place> all = new ArrayList<>();
    for (int slot = 0; slot < Claims.SLOTS; slot++) {
      Place place = slots.getAcquire(slot);
      if (place != null) {
        all.add(place);
      }
    }
    return all;
  }

  /** Whether it has something that it has not begun. */
  boolean someWait() {
    for (Place place : all()) {
      if (begun(place) == 0) {
        return true;
      }
    }
    return false;
  }

  /** Whose chunk it is; null when not this worker's, or not any more. */
  @Nullable Place place(Chunk chunk) {
    return chunk.place() instanceof Place place && slots.getAcquire(place.slot) == place
        ? place
        : null;
  }

  /** What the worker means; null when it was never handed that, or has answered for it. */
  @Nullable Place place(int slot, int ticket) {
    Place place = slot < 0 || slot >= Claims.SLOTS ? null : slots.getAcquire(slot);
    return place != null && place.ticket == ticket ? place : null;
  }

  /** It has been answered for. */
  void answered(Place place) {
    slots.compareAndSet(place.slot, place, null);
  }

  /**
   * Whoever sends may do so with this one, unless it was taken back before. This touches the memory
   * outside the scheduler's lock, so that a fault there cannot come between two of its statements.
   */
  boolean isToBeSent(Place place) {
    Claims shared = claims;
    if (shared != null) {
      shared.offer(place.slot, place.ticket);
    }
    return place.compareAndSet(false, true);
  }

  Answer takeBack(Chunk chunk) {
    Place place = place(chunk);
    if (place == null) {
      return Answer.NO;
    }
    boolean neverSent = place.compareAndSet(false, true);
    if (!neverSent && !takeBackSent(place)) {
      return Answer.NO;
    }
    answered(place);
    live--;
    if (live == 0) {
      busyNanos += System.nanoTime() - busySince;
    }
    if (neverSent) {
      release(place);
    } else {
      stale[place.slot] = place;
      staleSlots |= 1L << place.slot;
    }
    return Answer.YES;
  }

  private boolean takeBackSent(Place place) {
    Claims shared = claims;
    if (shared == null) {
      return false; // over a pipe nobody can stop it
    }
    boolean taken = claimBack(place, () -> shared.takeBack(place.slot, place.ticket));
    if (!taken) {
      LateFault.raise();
    }
    return taken;
  }

  /** Changes a claim so that the worker passes the chunk over, which it may say at once. */
  private static boolean claimBack(Place place, BooleanSupplier change) {
    place.isBeingTakenBack = true;
    try {
      boolean taken = change.getAsBoolean();
      place.isTakenBack |= taken;
      return taken;
    } finally {
      place.isBeingTakenBack = false;
    }
  }

  /** The worker says that it came upon a chunk that was taken back: whether that is so. */
  boolean wasTakenBack(int slot, int ticket) {
    Place place = place(slot, ticket);
    if (place == null) {
      return true;
    }
    while (place.isBeingTakenBack) { // for a few statements
      Thread.onSpinWait();
    }
    return place.isTakenBack;
  }

  void forget(Chunk[] chunks, int count) {
    int ticket = 0;
    int own = 0;
    for (int i = 0; i < count; i++) {
      if (chunks[i].place() instanceof Place place) {
        answered(place);
        release(place);
        live--;
        own++;
        ticket = Math.max(ticket, place.ticket);
      }
    }
    releaseStale(ticket);
    long now = System.nanoTime();
    if (live == 0 && own > 0) {
      busyNanos += now - busySince;
    }
    usual = own == 0 ? usual : (now - lastMove) / own;
    lastMove = now;
  }

  private void releaseStale(int ticket) {
    for (long left = staleSlots; left != 0; left &= left - 1) {
      int slot = Long.numberOfTrailingZeros(left);
      Place place = stale[slot];
      if (place != null && place.ticket <= ticket) {
        stale[slot] = null;
        staleSlots &= ~(1L << slot);
        release(place);
      }
    }
  }

  private void release(Place place) {
    bytes -= place.size;
    free |= 1L << place.slot;
  }

  /** How many of a chunk's calls have begun. */
  int begun(Chunk chunk) {
    Place place = place(chunk);
    return place == null ? 0 : begun(place);
  }

  private int begun(Place place) {
    if (over) {
      return place == lastBegun ? lastCalls : 0;
    }
    if (!place.get()) {
      return 0; // never sent: its word may be of the one that had the slot before
    }
    Claims shared = claims;
    int here =
        Math.max(place.saidBegun, shared == null ? 0 : shared.begun(place.slot, place.ticket));
    return here == 0 ? 0 : place.first + Math.min(here, place.chunk.calls() - place.first);
  }

  /**
   * The worker has ended, and what it answered has been taken in. It took its chunks in their
   * order, so of what is left it can have begun the first only, whatever the words of others say;
   * and memory that it may have damaged is looked at once, here.
   */
  void ended() {
    if (over) {
      return;
    }
    Place first = null;
    for (Place place : all()) {
      if (first == null || age(place) > age(first)) {
        first = place;
      }
    }
    if (first != null) {
      int calls;
      try {
        calls = begun(first);
        LateFault.raise();
      } catch (Throwable unreadable) { // it may have begun: to run it again could be once too often
        calls = first.chunk.told() + 1;
      }
      lastCalls = calls;
      lastBegun = first;
    }
    over = true;
  }

  /** Whether {@link #ended} was called. */
  boolean isOver() {
    return over;
  }

  /** How many were handed since. */
  private int age(Place place) {
    return Math.floorMod(lastTicket - place.ticket, Claims.LAST_TICKET);
  }

  /** As {@link processpool.schedule.Runner#busyNanos}. */
  long busyNanos() {
    return live == 0 ? busyNanos : busyNanos + System.nanoTime() - busySince;
  }

  /** As {@link processpool.schedule.Runner#stop}. */
  Answer stop(Chunk chunk, int begun) {
    Place place = place(chunk);
    Claims shared = claims;
    boolean stopped =
        place == null
            || shared == null
            || place.compareAndSet(false, true) // and so it is never sent
            || claimBack(
                place,
                () ->
                    shared.stop(
                        place.slot,
                        place.ticket,
                        Math.max(0, begun - place.first),
                        place.chunk.calls() - place.first));
    LateFault.raise();
    return stopped ? Answer.YES : Answer.NO;
  }
}
