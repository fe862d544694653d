package processpool.cluster;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.local.ClassServer;
import processpool.local.ValueServer;
import processpool.schedule.Helpers;
import processpool.wire.FunctionCode;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.ValueSource;

/**
 * The workers that one pool has on one node, as its driver sees them. What the node says is taken
 * in by one thread; a session whose node is lost ends, with what has arrived taken in before.
 */
final class Session {
  private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long TELLING_MILLIS = 2000;

  final long id = UUID.randomUUID().getMostSignificantBits();
  final RemoteNode node;
  final Link link;
  final PoolWorkers pool;

  /** How many workers it has, or will have; guarded by the pool's lock. */
  int used;

  private final Nodes nodes;
  private final ClassServer classes;
  private final ValueServer values;
  private final Map<Integer, RemoteWorker> workers = new ConcurrentHashMap<>();
  private final CountDownLatch told = new CountDownLatch(1);
  private final AtomicBoolean opened = new AtomicBoolean();

  /** The sender's. */
  private final Map<FunctionCode, Integer> functions = new HashMap<>();

  private volatile @Nullable String lostBecause;

  // Guarded by this:
  private int lastWorker;
  private boolean over;

  Session(Channel channel, RemoteNode node, PoolWorkers pool, Nodes nodes) {
    this.node = node;
    this.pool = pool;
    this.nodes = nodes;
    this.link = new Link(channel, node.member, id, true);
    this.classes = new ClassServer(answer -> link.send(Link.message(ToNode.CLASS).putAll(answer)));
    this.values =
        new ValueServer(
            answer -> link.send(Link.message(ToNode.VALUE).putAll(answer)),
            (owner, number) ->
                link.send(Link.message(ToNode.RELEASE).putLong(owner).putInt(number)),
            ValueSource.OWN);
  }

  // ---- out

  /** Has a worker started; one that comes too late hears at once that its node is lost. */
  void start(RemoteWorker worker, int index) {
    int number;
    synchronized (this) {
      number = over ? 0 : ++lastWorker;
      if (number > 0) {
        workers.put(number, worker);
      }
    }
    if (number == 0) {
      worker.lost(why());
      return;
    }
    worker.numbered(this, number);
    if (!opened.getAndSet(true)) {
      link.send(SessionSettings.put(pool.settings()));
      Thread reader = new Thread(this::takeAll, "cluster-" + node.node.name());
      reader.setDaemon(true);
      reader.start();
    }
    link.send(Link.message(ToNode.START).putInt(number).putInt(index));
  }

  /** Whether no worker can be started any more. */
  synchronized boolean isOver() {
    return over || link.isOver();
  }

  /** A function's number there; to be called by who sends only. */
  int number(FunctionCode function) throws IOException {
    Integer number = functions.get(function);
    if (number == null) {
      number = functions.size();
      functions.put(function, number);
      MessageWriter keep = Link.message(ToNode.FUNCTION).putInt(number);
      function.putTo(keep);
      link.put(keep);
    }
    return number;
  }

  // ---- in

  private void takeAll() {
    try {
      for (MessageReader m = link.next(); m != null; m = link.next()) {
        take(m);
      }
    } catch (Throwable broken) {
      if (lostBecause == null) {
        Log.warning("a session is ended, as it cannot go on: node=" + node.node.name(), broken);
        lostBecause = "what the node said could not be understood: " + broken;
      }
      link.end(broken);
    }
    nodes.forget(this);
    classes.end();
    values.end();
    synchronized (this) {
      over = true;
    }
    workers.values().forEach(worker -> worker.lost(why()));
    told.countDown();
  }

  private String why() {
    String why = lostBecause;
    Throwable cause = link.cause();
    if (why != null) {
      return why;
    }
    return cause == null ? "the cluster is closed" : "the link to the node broke: " + cause;
  }

  private void take(MessageReader message) throws IOException {
    int ordinal = message.getByte();
    if (ordinal >= ToDriver.values().length) {
      throw new IOException("damaged message: kind=" + ordinal);
    }
    ToDriver kind = ToDriver.values()[ordinal];
    switch (kind) {
      case CLASS_REQUEST -> classes.answer(message);
      case VALUE_REQUEST -> values.answer(message);
      default -> {
        RemoteWorker worker = workers.get(message.getInt());
        if (worker != null) { // else it has been given up
          worker.take(kind, message);
        }
      }
    }
  }

  // ---- the end

  /** A worker is gone. */
  void ended(int number) {
    workers.remove(number);
  }

  /** The node is lost, or has nothing of this session any more. */
  void lost(String because) {
    if (lostBecause == null) {
      lostBecause = because;
    }
    link.end(null);
    if (!opened.get()) { // nobody reads
      nodes.forget(this);
      told.countDown();
    }
  }

  /** Waits until all its workers know. */
  void awaitTold() {
    try {
      var unused = told.await(TELLING_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** No worker is left there, and none will be started. */
  void close() {
    synchronized (this) {
      over = true;
    }
    link.send(Link.message(ToNode.CLOSE));
    Helpers.run(
        "cluster-close",
        () -> {
          link.awaitSent(CLOSING_NANOS);
          link.end(null);
          nodes.forget(this);
        });
  }
}
