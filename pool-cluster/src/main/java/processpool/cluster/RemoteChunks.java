package processpool.cluster;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Chunk;
import processpool.schedule.Runner.Answer;
import processpool.wire.MessageReader;

/**
 * What a worker on a node has been handed. All of it is sent at once, but only some may begin
 * there: as much as keeps the worker busy while the driver's word is on its way. The rest is held
 * there until it is told to begin, and can be had back without asking. Thread-safe.
 */
final class RemoteChunks {
  /** One that has finished nothing for so long has a long chunk. */
  private static final long HELD_UP = TimeUnit.MILLISECONDS.toNanos(10);

  /** What may begin at a time at most. */
  private static final int MOST_PERMITS = 64;

  /** Beyond those, so many are held there. */
  private static final int HELD_AHEAD = 2;

  private static final long AHEAD_BYTES = 1 << 20;

  /** A chunk with it. */
  static final class Place {
    final Chunk chunk;
    final int number;

    /** The node counts the chunk's calls from this one, as those before have ended elsewhere. */
    final int first;

    private final long size;

    /** It may not begin yet. */
    volatile boolean held;

    volatile boolean sent;
    volatile boolean dropped;

    /** How many of its calls are known to have begun. */
    volatile int begun;

    volatile long sentAt;

    private Place(Chunk chunk, int number) {
      this.chunk = chunk;
      this.number = number;
      this.first = chunk.told();
      this.size = chunk.size();
    }

    /** Whether it may have begun by now, for all that is known here. */
    boolean mayHaveBegun() {
      return begun > 0 || (sent && !held);
    }
  }

  private final Orders orders;
  private final Map<Integer, Place> places = new ConcurrentHashMap<>();

  // Guarded by this:
  private final ArrayDeque<Place> held = new ArrayDeque<>();
  private int lastNumber;
  private int live;
  private int permitted;
  private long bytes;
  private long busyNanos;
  private long busySince;
  private long lastMove;

  /** What a chunk takes there lately, and what the way there and back takes: nanoseconds. */
  private long usual = Long.MAX_VALUE;

  private long roundTrip = TimeUnit.MILLISECONDS.toNanos(1);

  RemoteChunks(Orders orders) {
    this.orders = orders;
  }

  synchronized boolean hasRoom(long size) {
    return live < permits() + HELD_AHEAD && bytes + size <= AHEAD_BYTES;
  }

  /** As many as it can run while the driver's word is on its way, and the one that it runs. */
  private int permits() {
    return usual >= roundTrip
        ? 1
        : (int) Math.min(MOST_PERMITS, 2 + 2 * roundTrip / Math.max(1, usual));
  }

  synchronized boolean isHeldUp() {
    return live > 1 && System.nanoTime() - lastMove > HELD_UP + roundTrip;
  }

  /** Takes a chunk; its place says whether it may begin. */
  synchronized Place hand(Chunk chunk) {
    if (live++ == 0) {
      busySince = System.nanoTime();
      lastMove = busySince;
    }
    Place place = new Place(chunk, ++lastNumber);
    bytes += place.size;
    if (permitted < permits()) {
      permitted++;
    } else {
      place.held = true;
      held.add(place);
    }
    chunk.place(place);
    places.put(place.number, place);
    return place;
  }

  /** Whose chunk it is; null when not this worker's, or not any more. */
  @Nullable Place place(Chunk chunk) {
    return chunk.place() instanceof Place place && places.get(place.number) == place ? place : null;
  }

  /** What the node means; null when it has been settled. */
  @Nullable Place place(int number) {
    return places.get(number);
  }

  /** Whether something may have begun that may be run again. */
  boolean someMayRunAgain() {
    for (Place place : places.values()) {
      if (place.mayHaveBegun() && place.chunk.limits().retries() > 0) {
        return true;
      }
    }
    return false;
  }

  /** Takes in how far the node had come with each that it still had. */
  void begunThere(MessageReader message) throws IOException {
    for (int left = message.getInt(); left > 0; left--) {
      Place place = places.get(message.getInt());
      int begun = message.getInt();
      if (place != null) {
        place.begun = begun == 0 ? 0 : place.first + begun;
      }
    }
  }

  /** Those that the node is done with, and that have not been settled; what they took is noted. */
  Chunk[] doneThere(MessageReader message) throws IOException {
    long each = message.getLong();
    int count = message.getInt();
    List<Chunk> done = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Place place = places.get(message.getInt());
      long there = message.getLong();
      if (place != null) {
        measured(place, there, each);
        done.add(place.chunk);
      }
    }
    return done.toArray(new Chunk[0]);
  }

  /** Of what is held it is known that it has not begun; the node is asked about all else. */
  synchronized Answer takeBack(Chunk chunk) {
    Place place = place(chunk);
    if (place == null || place.begun > 0) {
      return Answer.NO;
    }
    if (!place.held) {
      orders.add(ToNode.TAKE_BACK, place.number);
      return Answer.LATER;
    }
    places.remove(place.number);
    drop(place);
    settle(place);
    return Answer.YES;
  }

  private void drop(Place place) {
    place.dropped = true;
    held.remove(place);
    orders.add(ToNode.DROP, place.number);
  }

  /** The node has given it back. */
  synchronized void givenBack(Place place) {
    if (places.remove(place.number, place)) {
      permitted--;
      settle(place);
      permitMore();
    }
  }

  synchronized void forget(Chunk[] chunks, int count) {
    for (int i = 0; i < count; i++) {
      if (chunks[i].place() instanceof Place place && places.remove(place.number, place)) {
        if (place.held) { // it ended before it could begin
          drop(place);
        } else {
          permitted--;
        }
        settle(place);
      }
    }
    lastMove = System.nanoTime();
    permitMore();
  }

  private void settle(Place place) {
    bytes -= place.size;
    if (--live == 0) {
      busyNanos += System.nanoTime() - busySince;
    }
  }

  private void permitMore() {
    for (Place next = held.peek(); next != null && permitted < permits(); next = held.peek()) {
      held.remove();
      next.held = false;
      permitted++;
      orders.add(ToNode.GO, next.number);
    }
  }

  private synchronized void measured(Place place, long there, long eachThere) {
    usual = eachThere;
    long way = Math.max(1, System.nanoTime() - place.sentAt - there);
    roundTrip = (7 * roundTrip + way) / 8;
  }

  synchronized long busyNanos() {
    return live == 0 ? busyNanos : busyNanos + System.nanoTime() - busySince;
  }
}
