package processpool.cluster;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Chunk;
import processpool.schedule.Helpers;
import processpool.schedule.NodeLostException;
import processpool.schedule.Runner;
import processpool.schedule.Timer;
import processpool.schedule.WorkerDeath;
import processpool.schedule.WorkerId;
import processpool.wire.Failure;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/**
 * A worker on a node as its driver's scheduler sees it; or, while no node has a place for it, one
 * that waits for that.
 *
 * <p>What it is handed is sent at once, but only some of it may begin there: as much as keeps it
 * busy for the time that the driver's word takes. Should the node be lost, nobody knows what of
 * that has begun, so it counts as begun; the rest has not, for certain, and runs elsewhere.
 */
final class RemoteWorker implements Runner {
  /** One that has finished nothing for so long has a long chunk. */
  private static final long HELD_UP = TimeUnit.MILLISECONDS.toNanos(10);

  /** What may begin at a time at most. */
  private static final int MOST_PERMITS = 64;

  /** Beyond those, so many lie there, ready to begin at a word. */
  private static final int HELD_AHEAD = 2;

  private static final long AHEAD_BYTES = 1 << 20;

  /** About how long a message without arguments is. */
  private static final long SMALL = 64;

  /** A node that was told to end a worker, and does not say so for so long, is not waited for. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  /** A chunk with it. */
  private static final class Place {
    final Chunk chunk;
    final int number;
    final int first;
    final long size;

    /** It may not begin yet; guarded by the scheduler's lock, but for who sends it. */
    volatile boolean held;

    volatile boolean sent;
    volatile boolean dropped;
    volatile int begun;
    volatile long sentAt;

    Place(Chunk chunk, int number) {
      this.chunk = chunk;
      this.number = number;
      this.first = chunk.told();
      this.size = chunk.size();
    }
  }

  /** Something to be said. */
  private record Said(Link.Sending how, long size) {}

  private final PoolWorkers pool;
  private final Listener listener;
  private final int index;
  private final CountDownLatch known = new CountDownLatch(1);
  private final Map<Integer, Place> places = new ConcurrentHashMap<>();
  private final AtomicBoolean ended = new AtomicBoolean();

  /** What is to be said, in its order; and how often somebody came to say it. */
  private final Queue<Said> unsaid = new ConcurrentLinkedQueue<>();

  private final AtomicInteger saying = new AtomicInteger();
  private final AtomicBoolean poked = new AtomicBoolean();

  // Guarded by this, under the scheduler's lock or not:
  private final ArrayDeque<Place> held = new ArrayDeque<>();
  private int lastNumber;
  private int live;
  private int permitted;
  private long bytes;
  private long busyNanos;
  private long busySince;
  private long lastMove;

  private volatile @Nullable Session session;
  private volatile int number;
  private volatile WorkerId id = WorkerId.NOBODY;
  private volatile boolean ready;
  private volatile boolean leaving;
  private volatile boolean over;

  /** Its end was told by the node, with all that it has begun. */
  private volatile boolean exact;

  /** What a chunk takes there lately, and what the way there and back takes: nanoseconds. */
  private volatile long usual = Long.MAX_VALUE;

  private volatile long roundTrip = TimeUnit.MILLISECONDS.toNanos(1);

  RemoteWorker(PoolWorkers pool, Listener listener, int index) {
    this.pool = pool;
    this.listener = listener;
    this.index = index;
  }

  // ---- life

  /** A node has a place for it: {@link #begin} follows, with no lock held. */
  void place(Session where) {
    session = where;
  }

  @Nullable Session session() {
    return session;
  }

  @Override
  public void start() {
    begin();
  }

  void begin() {
    Session where = session;
    if (where != null) {
      where.start(this, index);
    }
    if (leaving) {
      leave();
    }
  }

  void numbered(int newNumber) {
    number = newNumber;
  }

  /** The node is lost that it was to start on: it is to have another place. */
  void unplace() {
    session = null;
    number = 0;
  }

  @Override
  public int index() {
    return index;
  }

  /** The node's name is known before there is a process. */
  @Override
  public WorkerId knownId() {
    WorkerId known = id;
    Session where = session;
    return known.pid() < 0 && where != null ? new WorkerId(where.node.node.name(), -1) : known;
  }

  /** Without a place there is no process to wait for. */
  @Override
  public WorkerId id() {
    if (session != null && !over) {
      try {
        known.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return id;
  }

  @Override
  public boolean isLeaving() {
    return leaving;
  }

  @Override
  public void leave() {
    leaving = true;
    Session where = session;
    if (where == null) {
      endLater(new WorkerDeath(id, 0, "", null));
    } else if (number > 0) {
      say(ToNode.LEAVE);
      send();
    }
  }

  @Override
  public void abort(Chunk chunk) {
    end();
  }

  @Override
  public void end() {
    leaving = true;
    Session where = session;
    if (where == null) {
      endLater(new WorkerDeath(id, -1, "", null));
      return;
    }
    if (number > 0) {
      say(ToNode.END);
      send();
    }
    var unused =
        Timer.after(
            PATIENCE,
            () -> endLater(new WorkerDeath(id, -1, "", lost(where, "the node does not answer"))));
  }

  private void endLater(WorkerDeath death) {
    Helpers.run("cluster-end", () -> ended(death));
  }

  private void ended(WorkerDeath death) {
    if (ended.compareAndSet(false, true)) {
      over = true;
      known.countDown();
      Session where = session;
      if (where != null) {
        where.ended(number);
      }
      pool.ended(this);
      listener.ended(this, death);
    }
  }

  /** Its node is lost, or has ended all workers of the session. */
  void lost(String why) {
    Session where = session;
    if (where == null || ended.get()) {
      return;
    }
    if (!ready && !leaving && pool.placeAgain(this, where)) {
      return; // it had nothing, and starts elsewhere, or waits
    }
    over = true;
    known.countDown();
    WorkerDeath death = new WorkerDeath(id, -1, "", lost(where, why));
    long wait = someMayRunAgain() ? pool.stillRunning(where.node) : 0;
    if (wait <= 0) {
      ended(death);
    } else {
      listener.worn(this); // what it has not begun does not wait
      var unused = Timer.after(wait, () -> endLater(death));
    }
  }

  private static NodeLostException lost(Session where, String why) {
    Node node = where.node.node;
    return new NodeLostException(why + ": node=" + node.name() + ", address=" + node.address());
  }

  private boolean someMayRunAgain() {
    for (Place place : places.values()) {
      if (mayHaveBegun(place) && place.chunk.limits().retries() > 0) {
        return true;
      }
    }
    return false;
  }

  // ---- what it is asked under the scheduler's lock

  @Override
  public int parallel() {
    return 1;
  }

  @Override
  public boolean isNear() {
    return false;
  }

  @Override
  public synchronized boolean hasRoom(long size) {
    return pool.settings().maxMemoryPerChild() == 0
        && live < permits() + HELD_AHEAD
        && bytes + size <= AHEAD_BYTES;
  }

  /** As many as it can run while the driver's word is on its way, and the one that it runs. */
  private int permits() {
    long each = usual;
    long way = roundTrip;
    return each >= way ? 1 : (int) Math.min(MOST_PERMITS, 2 + 2 * way / Math.max(1, each));
  }

  @Override
  public synchronized boolean isHeldUp() {
    return live > 1 && System.nanoTime() - lastMove > HELD_UP + roundTrip;
  }

  @Override
  public synchronized void hand(Chunk chunk) {
    if (live++ == 0) {
      busySince = System.nanoTime();
      lastMove = busySince;
    }
    Place place = new Place(chunk, ++lastNumber);
    bytes += place.size;
    boolean begins = permitted < permits();
    if (begins) {
      permitted++;
    } else {
      place.held = true;
      held.add(place);
    }
    chunk.place(place);
    places.put(place.number, place);
    unsaid.add(new Said(link -> send(place, begins, link), SMALL + place.size));
  }

  private @Nullable Place place(Chunk chunk) {
    return chunk.place() instanceof Place place && places.get(place.number) == place ? place : null;
  }

  @Override
  public synchronized Answer takeBack(Chunk chunk) {
    Place place = place(chunk);
    if (place == null || place.begun > 0) {
      return Answer.NO;
    }
    if (place.held) {
      place.dropped = true;
      held.remove(place);
      places.remove(place.number);
      settle(place);
      say(ToNode.DROP, place.number);
      poke();
      return Answer.YES;
    }
    if (over) {
      return Answer.NO;
    }
    say(ToNode.TAKE_BACK, place.number);
    poke();
    return Answer.LATER;
  }

  @Override
  public Answer stop(Chunk chunk, int begun) {
    Place place = place(chunk);
    if (place == null || over) {
      return Answer.NO;
    }
    say(ToNode.STOP, place.number, Math.max(0, begun - place.first));
    poke();
    return Answer.LATER;
  }

  @Override
  public synchronized void forget(Chunk[] chunks, int count) {
    for (int i = 0; i < count; i++) {
      if (chunks[i].place() instanceof Place place && places.remove(place.number, place)) {
        if (place.held) { // it ended before it could begin
          place.dropped = true;
          held.remove(place);
          say(ToNode.DROP, place.number);
        } else {
          permitted--;
        }
        settle(place);
      }
    }
    lastMove = System.nanoTime();
    permitMore();
  }

  /** It has not begun, and will not. */
  private synchronized void removed(Place place) {
    if (places.remove(place.number, place)) {
      permitted--;
      settle(place);
      permitMore();
    }
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
      say(ToNode.GO, next.number);
    }
  }

  @Override
  public int begun(Chunk chunk) {
    Place place = place(chunk);
    if (place == null) {
      return 0;
    }
    return over && !exact && mayHaveBegun(place) ? chunk.calls() : place.begun;
  }

  private static boolean mayHaveBegun(Place place) {
    return place.begun > 0 || (place.sent && !place.held);
  }

  @Override
  public synchronized long busyNanos() {
    return live == 0 ? busyNanos : busyNanos + System.nanoTime() - busySince;
  }

  // ---- what it is told

  private void say(ToNode kind, int... words) {
    unsaid.add(
        new Said(
            link -> {
              MessageWriter message = Link.message(kind).putInt(number);
              for (int word : words) {
                message.putInt(word);
              }
              link.put(message);
            },
            SMALL));
  }

  /** Under the scheduler's lock nothing is sent. */
  private void poke() {
    if (!poked.getAndSet(true)) {
      Helpers.run(
          "cluster-sender",
          () -> {
            poked.set(false);
            send();
          });
    }
  }

  @Override
  public void send() {
    Session where = session;
    if (where == null || number == 0 || saying.getAndIncrement() > 0) {
      return; // whoever is at it goes on
    }
    int seen = 1;
    do {
      for (Said next = unsaid.poll(); next != null; next = unsaid.poll()) {
        where.link.send(next.how, next.size);
      }
      seen = saying.addAndGet(-seen);
    } while (seen != 0);
  }

  private void send(Place place, boolean begins, Link link) throws IOException {
    Chunk chunk = place.chunk;
    Session where = session;
    if (place.dropped || where == null) {
      return;
    }
    int function = where.number(chunk.function());
    MessageWriter run = Link.message(ToNode.RUN).putInt(number).putInt(place.number);
    place.sent = true;
    run.putByte(begins ? 1 : 0).putInt(chunk.calls() - place.first);
    run.putLong(chunk.limits().timeoutNanos()).putInt(function);
    try {
      chunk.putArguments(run, place.first);
    } catch (IOException | RuntimeException | OutOfMemoryError unsendable) {
      listener.unsendable(this, chunk, unsendable);
      return;
    }
    if (chunk.isOver()) { // its arguments may be gone
      finish(place);
    } else {
      place.sentAt = System.nanoTime();
      link.put(run);
    }
  }

  @Override
  public void help(Chunk chunk, long nanos) {
    // The session's thread takes in what the node says.
  }

  // ---- what the node says

  void take(ToDriver kind, MessageReader message) throws IOException {
    Session where = session;
    if (where == null) {
      return;
    }
    String node = where.node.node.name();
    switch (kind) {
      case STARTED -> started(node, message.getLong());
      case READY -> {
        started(node, message.getLong());
        ready = true;
        listener.ready(this);
      }
      case PRINTED -> {
        int stream = message.getByte();
        byte[] text = message.getBytes();
        listener.printed(this, stream, text, 0, text.length);
      }
      case WORN -> listener.worn(this);
      case DONE -> done(message);
      case ENDED -> {
        WorkerDeath death = Deaths.get(message, node, pool.loader());
        for (int left = message.getInt(); left > 0; left--) {
          Place place = places.get(message.getInt());
          int begun = message.getInt();
          if (place != null) {
            place.begun = begun == 0 ? 0 : place.first + begun;
          }
        }
        exact = true;
        boolean told = leaving || !where.node.leaving;
        ended(
            told
                ? death
                : new WorkerDeath(
                    death.who(), death.exitCode(), death.output(), lost(where, "the node leaves")));
      }
      default -> {
        Place place = places.get(message.getInt());
        if (place != null) { // else it has been settled meanwhile
          take(kind, place, message);
        }
      }
    }
  }

  private void started(String node, long pid) {
    if (id.pid() < 0) {
      id = new WorkerId(node, pid);
      known.countDown();
      pool.settings().events().workerStarted(index, node, pid);
    }
  }

  private void take(ToDriver kind, Place place, MessageReader message) throws IOException {
    Chunk chunk = place.chunk;
    switch (kind) {
      case BEGUN -> {
        place.begun = place.first + message.getInt();
        listener.begun(this, chunk, place.begun);
      }
      case REPLIED -> {
        int first = place.first + message.getInt();
        listener.replied(this, chunk, first, message.getInt(), message);
      }
      case GAVE_BACK -> {
        boolean back = message.getByte() == 1;
        if (back) {
          removed(place);
        }
        listener.answered(this, chunk, back);
        send();
      }
      case STOPPED -> listener.stopped(this, chunk, message.getByte() == 1);
      case UNSENDABLE -> {
        Failure why = Failure.decode(message, chunk.function().loader());
        listener.unsendable(this, chunk, new IOException(why.text()));
        send();
      }
      default -> throw new IOException("unexpected: " + kind);
    }
  }

  private void done(MessageReader message) throws IOException {
    usual = message.getLong();
    int count = message.getInt();
    Chunk[] chunks = new Chunk[count];
    int some = 0;
    long now = System.nanoTime();
    for (int i = 0; i < count; i++) {
      Place place = places.get(message.getInt());
      long there = message.getLong();
      if (place != null) {
        long way = Math.max(1, now - place.sentAt - there);
        roundTrip = (7 * roundTrip + way) / 8;
        chunks[some++] = place.chunk;
      }
    }
    if (some > 0) {
      listener.done(this, chunks, some);
      send(); // what may begin now
    }
  }

  private void finish(Place place) {
    listener.done(this, new Chunk[] {place.chunk}, 1);
  }
}
