package processpool.cluster;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.schedule.Timer;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/**
 * The nodes that a driver can use, and its sessions with them. News of nodes reach the pools on one
 * thread, in their order.
 */
final class Nodes implements Channel.Listener {
  /** Less silence than that is no cut: nodes are heard of every two seconds. */
  private static final long FEW_SECONDS = 8;

  // Guarded by this:
  private final Map<Address, RemoteNode> nodes = new LinkedHashMap<>();
  private final Set<Address> asked = new HashSet<>();
  private final List<WeakReference<PoolWorkers>> pools = new ArrayList<>();
  private boolean looking;

  private final Map<Long, Session> sessions = new ConcurrentHashMap<>();
  private final ExecutorService news =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "cluster-news");
            thread.setDaemon(true);
            return thread;
          });
  private volatile @Nullable Channel channel;
  private volatile boolean closed;

  /** This program has become a member. */
  void joined(Channel joined, List<Address> members) {
    synchronized (this) {
      channel = joined;
      asked.clear(); // who was asked before this was a member may not have heard
    }
    members(members);
  }

  /** Those that can be used now, in the order in which they came. */
  synchronized List<RemoteNode> all() {
    return nodes.values().stream().filter(RemoteNode::isUsable).toList();
  }

  boolean isClosed() {
    return closed;
  }

  /** Waits until there are so many; false when the time ran out. */
  synchronized boolean await(int count, long nanos) throws InterruptedException {
    long until = System.nanoTime() + nanos;
    while (all().size() < count && !closed) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return all().size() >= count;
  }

  /** A pool wants to hear who comes and goes, for as long as it exists. */
  synchronized void add(PoolWorkers pool) {
    pools.removeIf(known -> known.get() == null);
    pools.add(new WeakReference<>(pool));
  }

  /** Begins a session. */
  Session open(RemoteNode node, PoolWorkers pool) {
    Channel joined = channel;
    if (joined == null || closed) {
      throw new IllegalStateException("cluster is closed");
    }
    Session session = new Session(joined, node, pool, this);
    if (sessions.values().stream().noneMatch(other -> other.node == node)) {
      node.heard = System.nanoTime(); // nodes without a session of ours say nothing
    }
    sessions.put(session.id, session);
    synchronized (this) {
      if (!looking) {
        looking = true;
        var unused = Timer.after(Lease.LOOK_NANOS, this::look);
      }
    }
    return session;
  }

  /** It is over. */
  void forget(Session session) {
    sessions.remove(session.id, session);
  }

  // ---- what comes

  @Override
  public void received(Address from, Envelope kind, ByteBuffer body) {
    switch (kind) {
      case HERE -> {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        introduced(from, new MessageReader(bytes, bytes.length));
      }
      case TO_DRIVER -> {
        Session session = sessions.get(body.getLong());
        if (session != null) {
          session.link.received(body);
        }
      }
      case USED_BY_NODE -> {
        Session session = sessions.get(body.getLong());
        if (session != null) {
          session.link.used(body.getLong());
        }
      }
      case PING -> pong(from, body.getLong());
      case OVER -> {
        Session session = sessions.get(body.getLong());
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        if (session != null) {
          tell(() -> session.lost(text(bytes)));
        }
      }
      case LEAVING -> leaving(from);
      default -> {
        // Among other drivers and nodes.
      }
    }
  }

  private static String text(byte[] bytes) {
    try {
      return new MessageReader(bytes, bytes.length).getString();
    } catch (IOException damaged) {
      return "the node has ended its workers";
    }
  }

  private void introduced(Address from, MessageReader words) {
    try {
      int version = words.getInt();
      String name = words.getString();
      String address = words.getString();
      int workers = words.getInt();
      if (version != Envelope.VERSION) {
        Log.warning(
            "a node of another version is not used: node="
                + name
                + ", address="
                + address
                + ", its version="
                + version
                + ", this program's="
                + Envelope.VERSION
                + "; use pool-cluster in the same version everywhere",
            null);
        return;
      }
      synchronized (this) {
        RemoteNode known = nodes.get(from);
        if (known != null && !known.cutOff) {
          return;
        }
        nodes.put(from, new RemoteNode(from, new Node(name, address, workers)));
        notifyAll();
      }
      tell(this::tellPools);
    } catch (IOException damaged) {
      Log.warning("a member introduced itself in words unknown: member=" + from, damaged);
    }
  }

  private void pong(Address from, long when) {
    Channel joined = channel;
    RemoteNode node;
    synchronized (this) {
      node = nodes.get(from);
    }
    if (joined != null && node != null) {
      node.heard = System.nanoTime();
      joined.sendSoon(from, Link.message(Envelope.PONG).putLong(when));
    }
  }

  private void leaving(Address from) {
    synchronized (this) {
      RemoteNode node = nodes.get(from);
      if (node == null) {
        return;
      }
      node.leaving = true;
    }
    tell(this::tellPools);
  }

  @Override
  public void members(List<Address> members) {
    Channel joined = channel;
    if (joined == null) {
      return; // told again once it is there
    }
    List<RemoteNode> gone = new ArrayList<>();
    List<Address> unknown = new ArrayList<>();
    synchronized (this) {
      for (Address member : members) {
        if (!member.equals(joined.own()) && asked.add(member)) {
          unknown.add(member);
        }
      }
      asked.retainAll(members);
      nodes.values().removeIf(node -> !members.contains(node.member) && gone.add(node));
      notifyAll();
    }
    MessageWriter who = Link.message(Envelope.WHO);
    unknown.forEach(member -> joined.sendSoon(member, who));
    for (RemoteNode node : gone) {
      tell(() -> lost(node));
    }
  }

  /** Looks for nodes that have not been heard of, and asks those that may be back. */
  private void look() {
    Set<RemoteNode> missed = new HashSet<>();
    for (Session session : sessions.values()) {
      RemoteNode node = session.node;
      if (!node.cutOff && System.nanoTime() - node.heard > Lease.MISSED_NANOS) {
        missed.add(node);
      }
    }
    for (RemoteNode node : missed) {
      node.cutOff = true;
      tell(() -> lost(node));
    }
    List<Address> toAsk = new ArrayList<>();
    synchronized (this) {
      for (RemoteNode node : nodes.values()) {
        if (node.cutOff) {
          toAsk.add(node.member);
        }
      }
      looking = !closed && !(sessions.isEmpty() && toAsk.isEmpty());
      if (looking) {
        var unused = Timer.after(Lease.LOOK_NANOS, this::look);
      }
    }
    Channel joined = channel;
    if (joined != null) {
      MessageWriter who = Link.message(Envelope.WHO);
      toAsk.forEach(member -> joined.sendSoon(member, who));
    }
  }

  private void lost(RemoteNode node) {
    long silent = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - node.heard);
    String why =
        node.cutOff || silent >= FEW_SECONDS
            ? "the node is cut off, or stopped: nothing was heard of it for " + silent + " s"
            : "the node's process has ended";
    List<Session> lost = new ArrayList<>();
    for (Session session : sessions.values()) {
      if (session.node == node) {
        session.lost(why);
        lost.add(session);
      }
    }
    lost.forEach(Session::awaitTold);
    tellPools();
  }

  private void tellPools() {
    pools().forEach(PoolWorkers::nodesChanged);
  }

  private synchronized List<PoolWorkers> pools() {
    List<PoolWorkers> there = new ArrayList<>();
    for (WeakReference<PoolWorkers> pool : pools) {
      PoolWorkers known = pool.get();
      if (known != null) {
        there.add(known);
      }
    }
    return there;
  }

  /** In turn, on a thread that may wait for locks. */
  void tell(Runnable what) {
    try {
      news.execute(
          () -> {
            try {
              what.run();
            } catch (Throwable unexpected) { // the next news are told all the same
              Log.warning("a pool did not take the news of its nodes", unexpected);
            }
          });
    } catch (RejectedExecutionException afterTheEnd) {
      Log.debug("news after the cluster's end", afterTheEnd);
    }
  }

  /** Ends all sessions, on this thread. */
  void close() {
    closed = true;
    for (Session session : sessions.values()) {
      session.close();
    }
    pools().forEach(PoolWorkers::closed);
    news.shutdown();
    synchronized (this) {
      notifyAll();
    }
  }
}
