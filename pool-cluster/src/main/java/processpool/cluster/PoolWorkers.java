package processpool.cluster;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import processpool.local.LocalWorkers;
import processpool.schedule.Chunk;
import processpool.schedule.Runner;
import processpool.schedule.Timer;
import processpool.schedule.WorkerDeath;
import processpool.schedule.WorkerSettings;
import processpool.wire.InputFilter;
import processpool.wire.MessageReader;

/**
 * Where one pool's workers are: on this machine as many as it lends, then each on the node that has
 * most places left. Those that no node has a place for wait for one.
 */
final class PoolWorkers implements Runner.Factory {
  private static final int KNOCK_MILLIS = 500;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final WorkerSettings settings;
  private final Nodes nodes;
  private final int localPlaces;

  /** Null when there are none: what is asked of them might not be had here. */
  private final @Nullable LocalWorkers local;

  // Guarded by this:
  private final Map<RemoteNode, Session> current = new HashMap<>();

  /** All that have workers, those of lost nodes too. */
  private final Set<Session> sessions = new HashSet<>();

  private final ArrayDeque<RemoteWorker> waiting = new ArrayDeque<>();
  private int localUsed;

  /** How many workers there are to be; 0 for all that there are places for. */
  private int wanted;

  private Runner.@Nullable Listener listener;

  /** Who changes the number of workers to that of all places. */
  private @Nullable Thread filling;

  /**
   * Of one pool.
   *
   * @param wanted how many workers; 0 for all that there are places for
   * @param localPlaces how many of them may be on this machine
   */
  PoolWorkers(WorkerSettings settings, int wanted, int localPlaces, Nodes nodes) {
    this.settings = settings;
    this.wanted = wanted;
    this.localPlaces = localPlaces;
    this.nodes = nodes;
    this.local =
        localPlaces == 0
            ? null
            : new LocalWorkers(
                new WorkerSettings(
                    localPlaces,
                    settings.maxTasksPerChild(),
                    settings.maxMemoryPerChild(),
                    settings.jvm(),
                    settings.initializer(),
                    settings.workerExit(),
                    settings.filter(),
                    settings.events()));
  }

  WorkerSettings settings() {
    return settings;
  }

  /** Finds the classes of what is told of a start that failed. */
  ClassLoader loader() {
    WorkerSettings.Prepared first = settings.initializer();
    return InputFilter.before(
        settings.filter(),
        first == null ? ClassLoader.getSystemClassLoader() : first.code().loader());
  }

  // ---- as its scheduler asks

  @Override
  public synchronized Runner create(Runner.Listener newListener, int index) {
    if (nodes.isClosed()) {
      throw new IllegalStateException("cluster is closed");
    }
    listener = newListener;
    if (local != null && localUsed < localPlaces) {
      localUsed++;
      return local.create(new Counting(newListener), index);
    }
    RemoteWorker worker = new RemoteWorker(this, newListener, index);
    if (!place(worker)) {
      waiting.add(worker);
    }
    return worker;
  }

  @Override
  public synchronized void resized(int processes) {
    if (filling != Thread.currentThread()) {
      wanted = processes; // the program has said so
    }
  }

  @Override
  public synchronized int runners(int processes) {
    int places = places();
    return Math.max(1, wanted == 0 ? places : Math.min(processes, places));
  }

  /** With those that lost nodes still have: they are to end before others are told to leave. */
  private int places() {
    int places = localPlaces;
    List<RemoteNode> usable = nodes.all();
    for (RemoteNode node : usable) {
      places += node.node.workers();
    }
    for (Session session : sessions) {
      if (!usable.contains(session.node) || current.get(session.node) != session) {
        places += session.used;
      }
    }
    return places;
  }

  // ---- places

  /** Gives a worker a place where most are left; false when there is none. */
  private boolean place(RemoteWorker worker) {
    RemoteNode best = null;
    int most = 0;
    for (RemoteNode node : nodes.all()) {
      Session session = current.get(node);
      int left = node.node.workers() - (session == null || session.isOver() ? 0 : session.used);
      if (left > most) {
        most = left;
        best = node;
      }
    }
    if (best == null) {
      return false;
    }
    Session session = current.get(best);
    if (session == null || session.isOver()) {
      session = nodes.open(best, this);
      current.put(best, session);
    }
    session.used++;
    sessions.add(session);
    worker.place(session);
    return true;
  }

  /** Those that wait get the places that there are. */
  private void serveWaiting() {
    List<RemoteWorker> placed = new ArrayList<>();
    synchronized (this) {
      while (!waiting.isEmpty() && !nodes.isClosed() && place(waiting.element())) {
        placed.add(waiting.remove());
      }
    }
    placed.forEach(RemoteWorker::start);
  }

  /** A worker has ended: its place is free. */
  void ended(RemoteWorker worker) {
    synchronized (this) {
      waiting.remove(worker);
    }
    leavePlace(worker.session());
    serveWaiting();
  }

  private void leavePlace(@Nullable Session session) {
    boolean empty = false;
    synchronized (this) {
      if (session != null && --session.used == 0) {
        empty = true;
        sessions.remove(session);
        current.remove(session.node, session);
      }
    }
    if (session != null && empty) {
      session.close();
    }
  }

  /** A worker that was not ready yet has lost its node: it starts elsewhere, a little later. */
  boolean placeAgain(RemoteWorker worker, Session session) {
    if (nodes.isClosed()) {
      return false;
    }
    worker.unplace();
    leavePlace(session);
    synchronized (this) {
      waiting.add(worker);
    }
    var unused = Timer.after(PAUSE_NANOS, () -> nodes.tell(this::serveWaiting));
    return true;
  }

  /** The cluster is closed: nobody waits for a node any more. */
  void closed() {
    List<RemoteWorker> left;
    synchronized (this) {
      left = List.copyOf(waiting);
    }
    left.forEach(RemoteWorker::giveUp);
  }

  /** Nodes have come or gone; told by one thread. */
  void nodesChanged() {
    serveWaiting();
    Runner.Listener told;
    boolean all;
    int runners;
    synchronized (this) {
      told = listener;
      all = wanted == 0;
      runners = runners(wanted);
      filling = all ? Thread.currentThread() : null;
    }
    if (told != null && all) {
      told.fill(runners);
    } else if (told != null) {
      told.resize(runners);
    }
    synchronized (this) {
      filling = null;
    }
  }

  /**
   * For how long what a lost node has begun may still be running there.
   *
   * @return nanoseconds; 0 when it is over
   */
  long stillRunning(RemoteNode node) {
    if (node.leaving || isGone(node)) {
      return Lease.ORPHANS_NANOS;
    }
    return node.heard + Lease.MISSED_NANOS - System.nanoTime();
  }

  /** Whether its machine says that nobody is there any more: then its process has ended. */
  private static boolean isGone(RemoteNode node) {
    Endpoint at = Endpoint.parse("node", node.node.address(), Endpoint.NODE_PORT);
    try (Socket knock = new Socket()) {
      knock.connect(new InetSocketAddress(at.host(), at.port()), KNOCK_MILLIS);
      return false;
    } catch (ConnectException refused) {
      return true;
    } catch (IOException noAnswer) {
      return false;
    }
  }

  /** Counts the workers of this machine, and passes on what they say. */
  private final class Counting implements Runner.Listener {
    private final Runner.Listener to;

    Counting(Runner.Listener to) {
      this.to = to;
    }

    @Override
    public void ended(Runner runner, WorkerDeath death) {
      synchronized (PoolWorkers.this) {
        localUsed--;
      }
      to.ended(runner, death);
    }

    @Override
    public void ready(Runner runner) {
      to.ready(runner);
    }

    @Override
    public void begun(Runner runner, Chunk chunk, int begun) {
      to.begun(runner, chunk, begun);
    }

    @Override
    public void replied(Runner runner, Chunk chunk, int first, int count, MessageReader outcomes)
        throws IOException {
      to.replied(runner, chunk, first, count, outcomes);
    }

    @Override
    public void done(Runner runner, Chunk[] chunks, int count) {
      to.done(runner, chunks, count);
    }

    @Override
    public void unsendable(Runner runner, Chunk chunk, Throwable cause) {
      to.unsendable(runner, chunk, cause);
    }

    @Override
    public void answered(Runner runner, Chunk chunk, boolean back) {
      to.answered(runner, chunk, back);
    }

    @Override
    public void stopped(Runner runner, Chunk chunk, boolean stopped) {
      to.stopped(runner, chunk, stopped);
    }

    @Override
    public void lost(Runner runner, Chunk chunk, int begun, WorkerDeath death) {
      to.lost(runner, chunk, begun, death);
    }

    @Override
    public void resize(int runners) {
      to.resize(runners);
    }

    @Override
    public void fill(int processes) {
      to.fill(processes);
    }

    @Override
    public void worn(Runner runner) {
      to.worn(runner);
    }

    @Override
    public void printed(Runner runner, int stream, byte[] text, int offset, int length) {
      to.printed(runner, stream, text, offset, length);
    }
  }
}
