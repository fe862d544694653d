package processpool.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jgroups.Address;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.schedule.Helpers;
import processpool.schedule.Timer;
import processpool.wire.MessageWriter;

/** A node: lends this machine's workers to the drivers of the cluster. */
final class Host implements Channel.Listener {
  private static final long LEAVING_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final int workers;
  private final Consumer<String> log;
  private final Map<Long, HostedSession> sessions = new ConcurrentHashMap<>();

  /** Those of each driver, for as long as it has a session here. */
  private final Map<Address, Map<DriverClasses.Name, byte[]>> classes = new ConcurrentHashMap<>();

  // Guarded by this:
  private final Map<Address, Long> answered = new HashMap<>();
  private final Set<Address> drivers = new HashSet<>();
  private final Set<Address> askedEarly = new HashSet<>();
  private long lastPing;
  private boolean looking;

  private volatile @Nullable Channel channel;
  private volatile @Nullable MessageWriter here;
  private volatile boolean leaving;

  /**
   * A node that is no member yet.
   *
   * @param workers how many each session may have
   * @param log is told, in a line, who comes and goes
   */
  Host(int workers, Consumer<String> log) {
    this.workers = workers;
    this.log = log;
  }

  /** It has become a member; says that it is ready. */
  void joined(Channel joined, String name, String address) {
    MessageWriter introduction =
        Link.message(Envelope.HERE)
            .putInt(Envelope.VERSION)
            .putString(name)
            .putString(address)
            .putInt(workers);
    Set<Address> early;
    synchronized (this) {
      here = introduction;
      channel = joined;
      early = new HashSet<>(askedEarly);
      askedEarly.clear();
      log.accept("ready: " + name + " " + address + " " + workers);
    }
    early.forEach(driver -> introduce(joined, driver));
    for (Address member : joined.members()) { // who asked before this was a member was not heard
      if (!member.equals(joined.own()) && !early.contains(member)) {
        joined.sendSoon(member, introduction);
      }
    }
  }

  @Override
  public void received(Address from, Envelope kind, ByteBuffer body) {
    Channel joined;
    synchronized (this) {
      joined = channel;
      if (joined == null && kind == Envelope.WHO) {
        askedEarly.add(from);
      }
    }
    if (joined == null) {
      return;
    }
    switch (kind) {
      case WHO -> introduce(joined, from);
      case TO_NODE -> {
        HostedSession session =
            session(joined, from, body.getLong(), body.getLong(body.position()));
        if (session != null) {
          session.link.received(body);
        }
      }
      case USED_BY_DRIVER -> {
        HostedSession session = sessions.get(body.getLong());
        if (session != null) {
          session.link.used(body.getLong());
        }
      }
      case PONG -> {
        synchronized (this) {
          answered.merge(from, body.getLong(), Math::max);
        }
      }
      default -> {
        // Among drivers and other nodes.
      }
    }
  }

  private void introduce(Channel joined, Address driver) {
    MessageWriter introduction = here;
    if (introduction != null && !leaving) {
      joined.sendSoon(driver, introduction);
      met(joined, driver);
    }
  }

  private void met(Channel joined, Address driver) {
    boolean isNew;
    synchronized (this) {
      isNew = drivers.add(driver);
    }
    if (isNew) {
      log.accept("joined: " + joined.describe(driver));
    }
  }

  private @Nullable HostedSession session(Channel joined, Address from, long id, long offset) {
    HostedSession known = sessions.get(id);
    if (known != null) {
      return known.driver.equals(from) ? known : null;
    }
    if (offset != 0 || leaving) {
      String why = leaving ? "the node is leaving" : "the node has ended its workers before";
      joined.sendSoon(from, Link.message(Envelope.OVER).putLong(id).putString(why));
      return null;
    }
    boolean first = isUnserved(from);
    HostedSession made =
        new HostedSession(
            joined,
            from,
            id,
            workers,
            classes.computeIfAbsent(from, driver -> new ConcurrentHashMap<>()),
            () -> gone(from, id));
    sessions.put(id, made);
    synchronized (this) {
      if (first) { // else its lease runs
        answered.put(from, System.nanoTime());
      }
      if (!looking) {
        looking = true;
        var unused = Timer.after(Lease.LOOK_NANOS, this::look);
      }
    }
    met(joined, from);
    made.start();
    return made;
  }

  private boolean isUnserved(Address driver) {
    return sessions.values().stream().noneMatch(session -> session.driver.equals(driver));
  }

  private void gone(Address driver, long id) {
    sessions.remove(id);
    if (isUnserved(driver)) {
      classes.remove(driver); // nobody here needs them any more
    }
  }

  /** Asks the drivers that it works for, and ends the sessions of those that do not answer. */
  private void look() {
    Channel joined = channel;
    Set<Address> served = new HashSet<>();
    sessions.values().forEach(session -> served.add(session.driver));
    Set<Address> silent = new HashSet<>();
    boolean ask;
    synchronized (this) {
      long now = System.nanoTime();
      ask = now - lastPing >= Lease.PING_NANOS;
      lastPing = ask ? now : lastPing;
      for (Address driver : served) {
        answered.putIfAbsent(driver, now);
        if (now - answered.getOrDefault(driver, now) > Lease.NANOS) {
          silent.add(driver);
        }
      }
      looking = !sessions.isEmpty(); // asked anew: one may have come meanwhile
      if (looking) {
        var unused = Timer.after(Lease.LOOK_NANOS, this::look);
      }
    }
    if (joined != null) {
      for (Address driver : silent) {
        String why =
            "the node has heard nothing of this program for "
                + TimeUnit.NANOSECONDS.toSeconds(Lease.NANOS)
                + " s, and has ended its workers";
        endSessions(joined, driver, why);
        log.accept("lost: " + joined.describe(driver) + ", its workers are ended");
      }
      if (ask) {
        MessageWriter ping = Link.message(Envelope.PING).putLong(System.nanoTime());
        served.forEach(driver -> joined.sendSoon(driver, ping));
      }
    }
  }

  private void endSessions(Channel joined, Address driver, String why) {
    for (HostedSession session : sessions.values()) {
      if (session.driver.equals(driver)) {
        joined.sendSoon(driver, Link.message(Envelope.OVER).putLong(session.id).putString(why));
        session.end();
      }
    }
  }

  @Override
  public void members(List<Address> members) {
    Set<Address> left = new HashSet<>();
    synchronized (this) {
      for (Address driver : drivers) {
        if (!members.contains(driver)) {
          left.add(driver);
        }
      }
      drivers.removeAll(left);
      answered.keySet().retainAll(members);
    }
    for (HostedSession session : sessions.values()) {
      if (!members.contains(session.driver)) {
        Helpers.run("cluster-end", session::end);
      }
    }
    left.forEach(driver -> log.accept("left: " + driver));
  }

  /** Ends all workers; the drivers hear of it before. */
  void leave() {
    leaving = true;
    Channel joined = channel;
    if (joined == null) {
      return;
    }
    Set<Address> told;
    synchronized (this) {
      told = new HashSet<>(drivers);
    }
    byte[] word = Link.message(Envelope.LEAVING).toByteArray();
    for (Address driver : told) {
      try {
        joined.send(driver, word, word.length);
      } catch (IOException gone) {
        Log.debug("a driver was not told that the node leaves", gone);
      }
    }
    long until = System.nanoTime() + LEAVING_NANOS;
    for (HostedSession session : sessions.values()) {
      session.leave(until - System.nanoTime());
    }
    joined.close();
  }
}
