package processpool.cluster;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import processpool.cluster.RemoteChunks.Place;
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
 * that waits for that. Should its node be lost, nobody knows what has begun of what might have, so
 * all of that counts as begun; the rest has not, for certain, and runs elsewhere.
 */
final class RemoteWorker implements Runner {
  /** A node that was told to end a worker, and does not say so for so long, is not waited for. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  private static final long LOOK_MILLIS = 100;

  private final PoolWorkers pool;
  private final Listener listener;
  private final int index;
  private final Orders orders = new Orders();
  private final RemoteChunks chunks = new RemoteChunks(orders);
  private final CountDownLatch known = new CountDownLatch(1);
  private final AtomicBoolean ended = new AtomicBoolean();

  private volatile @Nullable Session session;
  private volatile int number;
  private volatile WorkerId id = WorkerId.NOBODY;
  private volatile boolean ready;
  private volatile boolean leaving;
  private volatile boolean over;

  /** Its end was told by the node, with all that it has begun. */
  private volatile boolean exact;

  RemoteWorker(PoolWorkers pool, Listener listener, int index) {
    this.pool = pool;
    this.listener = listener;
    this.index = index;
  }

  // ---- life

  /** A node has a place for it: {@link #start} follows, with no lock held. */
  void place(Session where) {
    session = where;
  }

  @Nullable Session session() {
    return session;
  }

  @Override
  public void start() {
    Session where = session;
    if (where != null) {
      where.start(this, index);
      if (leaving || ended.get()) { // meanwhile
        orders.add(ToNode.END);
        orders.send();
      }
    }
  }

  /** The session knows it by a number. */
  void numbered(Session by, int newNumber) {
    number = newNumber;
    orders.open(by.link, newNumber);
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
    WorkerId current = id;
    Session where = session;
    return current.pid() < 0 && where != null ? new WorkerId(where.node.node.name(), -1) : current;
  }

  /** Without a place there is no process to wait for. */
  @Override
  public WorkerId id() {
    try {
      boolean there = false;
      while (!there && session != null && !over) {
        there = known.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
    if (session == null) {
      endLater(new WorkerDeath(id, 0, "", null));
    } else {
      orders.add(ToNode.LEAVE);
      orders.send();
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
    orders.add(ToNode.END);
    orders.send();
    var unused =
        Timer.after(
            PATIENCE,
            () -> endLater(new WorkerDeath(id, -1, "", lost(where, "the node does not answer"))));
  }

  /** No node will ever have a place for it. */
  void giveUp() {
    endLater(new WorkerDeath(id, -1, "", new IllegalStateException("cluster is closed")));
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
    long wait = chunks.someMayRunAgain() ? pool.stillRunning(where.node) : 0;
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
  public boolean hasRoom(long size) {
    return pool.settings().maxMemoryPerChild() == 0 && chunks.hasRoom(size);
  }

  @Override
  public boolean isHeldUp() {
    return chunks.isHeldUp();
  }

  @Override
  public void hand(Chunk chunk) {
    Place place = chunks.hand(chunk);
    boolean begins = !place.held;
    orders.add(link -> send(place, begins, link), Orders.SMALL + chunk.size());
  }

  @Override
  public Answer takeBack(Chunk chunk) {
    Answer answer = chunks.takeBack(chunk);
    if (over && answer == Answer.LATER) {
      return Answer.NO;
    }
    if (answer != Answer.NO) {
      orders.sendSoon();
    }
    return answer;
  }

  @Override
  public Answer stop(Chunk chunk, int begun) {
    Place place = chunks.place(chunk);
    if (place == null || over) {
      return Answer.NO;
    }
    orders.add(ToNode.STOP, place.number, Math.max(0, begun - place.first));
    orders.sendSoon();
    return Answer.LATER;
  }

  @Override
  public void forget(Chunk[] done, int count) {
    chunks.forget(done, count);
  }

  /** Of a node that is lost nobody knows how far it came with what it may have begun. */
  @Override
  public int begun(Chunk chunk) {
    Place place = chunks.place(chunk);
    if (place == null) {
      return 0;
    }
    return over && !exact && place.mayHaveBegun() ? chunk.calls() : place.begun;
  }

  @Override
  public long busyNanos() {
    return chunks.busyNanos();
  }

  // ---- with no lock held

  @Override
  public void send() {
    orders.send();
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
      listener.done(this, new Chunk[] {chunk}, 1);
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
    switch (kind) {
      case STARTED -> started(message.getLong());
      case READY -> {
        started(message.getLong());
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
      case ENDED -> endedThere(message);
      default -> {
        Place place = chunks.place(message.getInt());
        if (place != null) { // else it has been settled meanwhile
          take(kind, place, message);
        }
      }
    }
  }

  private void started(long pid) {
    Session where = session;
    if (id.pid() < 0 && where != null) {
      id = new WorkerId(where.node.node.name(), pid);
      known.countDown();
      pool.settings().events().workerStarted(index, id.node(), pid);
    }
  }

  private void endedThere(MessageReader message) throws IOException {
    Session where = session;
    WorkerDeath death = Deaths.get(message, knownId().node(), pool.loader());
    chunks.begunThere(message);
    exact = true;
    if (where != null && where.node.leaving && !leaving) {
      death =
          new WorkerDeath(
              death.who(), death.exitCode(), death.output(), lost(where, "the node leaves"));
    }
    ended(death);
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
          chunks.givenBack(place);
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
    Chunk[] done = chunks.doneThere(message);
    if (done.length > 0) {
      listener.done(this, done, done.length);
      send(); // what may begin now
    }
  }
}
