package processpool.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.jgroups.JChannel;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.DiagnosticsHandler;
import org.jgroups.stack.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The JGroups protocols that a member speaks, bottom first, and why each is there. All settings are
 * made here: no file and no system property is read for them.
 */
final class Stack {
  /** Without a certificate, a stranger may hold up who accepts connections for so long. */
  private static final int GREETING_MILLIS = 1000;

  /** A machine that does not answer for so long is passed over, for this time. */
  private static final int CONNECT_MILLIS = 2000;

  /**
   * Who is not heard of for so long is taken to be gone. Below 20 s, live members of busy machines
   * are lost (measured); above {@link Lease#NANOS}, so that a member that is cut off has ended its
   * workers by the time that it is missed. A process that dies is noticed by its connections.
   */
  private static final int SILENCE_MILLIS = 24_000;

  private static final int HEARTBEAT_MILLIS = 3000;

  /** Who is suspected is asked, and has so long to answer. */
  private static final int VERIFY_MILLIS = 500;

  /** How long a member looks for the others, and waits for their word that it is in. */
  private static final int JOIN_MILLIS = 1500;

  /** The same where there are none to be found. */
  private static final int ALONE_MILLIS = 50;

  /** After so many it goes on alone: a node waits for others then, a driver gives up. */
  private static final int JOIN_ATTEMPTS = 3;

  /**
   * Parts of a cluster that was cut in two look for each other once in such a time, and so do nodes
   * that were started in the same moment. They are one again after 1.6 times the longest.
   */
  private static final int MERGE_LEAST_MILLIS = 1000;

  private static final int MERGE_MOST_MILLIS = 2000;

  /** JGroups' own logger, kept, as its level would be forgotten with it. */
  private static final Logger JGROUPS = Logger.getLogger("org.jgroups");

  private Stack() {}

  /**
   * A channel that is not connected yet.
   *
   * @param bind its own address
   * @param port its own port; 0 for any
   * @param nodes where others may be
   * @param credentials for each connection; null for none
   */
  static JChannel channel(
      InetAddress bind, int port, List<Endpoint> nodes, @Nullable SSLContext credentials)
      throws Exception {
    if (JGROUPS.getLevel() == null) {
      JGROUPS.setLevel(Level.OFF); // what concerns the program is said by the pool
    }
    return new JChannel(protocols(bind, port, nodes, credentials).toArray(new Protocol[0]));
  }

  private static List<Protocol> protocols(
      InetAddress bind, int port, List<Endpoint> nodes, @Nullable SSLContext credentials)
      throws Exception {
    return Arrays.asList(
        transport(bind, port, credentials),
        // Who is there to be joined. Not multicast, which clouds do not have, and which tells all.
        new Discovery(nodes),
        // After a cut is healed, both halves find each other again.
        new MERGE3().setMinInterval(MERGE_LEAST_MILLIS).setMaxInterval(MERGE_MOST_MILLIS),
        // Machines that vanish: a pulled cable, a stopped process. (Dead processes: see TCP below.)
        new FD_ALL3().setTimeout(SILENCE_MILLIS).setInterval(HEARTBEAT_MILLIS),
        // A broken connection alone is no death: who is suspected is asked.
        new VERIFY_SUSPECT2().setTimeout(VERIFY_MILLIS),
        // Carries views, and nothing else here: all of the pool's own goes to one member each.
        new NAKACK2().useMcastXmit(false),
        // In order, once, and again over a new connection if one breaks.
        new UNICAST3(),
        // Lets NAKACK2 forget what all have.
        new STABLE(),
        // Who is in: views, each known to all in it.
        new GMS()
            .setJoinTimeout(others(bind, port, nodes) ? JOIN_MILLIS : ALONE_MILLIS)
            .setMaxJoinAttempts(JOIN_ATTEMPTS)
            .printLocalAddress(false));
    // No flow control (UFC, MFC): each Link has its own, as one pool is not to hold up another.
    // No fragmentation (FRAG4): a Link sends 256 KiB at most, as large messages were slow
    // (measured).
    // No FD_SOCK2: it has a second port, which knows no TLS; TCP notices closed connections itself.
  }

  /** Whether anybody is named but this member itself. */
  private static boolean others(InetAddress bind, int port, List<Endpoint> nodes) {
    Set<InetSocketAddress> named = Discovery.resolve(nodes);
    named.remove(new InetSocketAddress(bind, port));
    return !named.isEmpty();
  }

  private static TCP transport(InetAddress bind, int port, @Nullable SSLContext credentials)
      throws Exception {
    TCP tcp = new TCP();
    tcp.setBindAddress(bind).setBindPort(port).setPortRange(0);
    tcp.setClientBindAddr(bind); // what leaves has the same address
    tcp.tcpNodelay(true); // off by default: 7 k messages a second in place of 89 k (measured)
    tcp.enableSuspectEvents(true); // a connection that breaks: the process at its other end is dead
    tcp.setSockConnTimeout(CONNECT_MILLIS).setPeerAddrReadTimeout(GREETING_MILLIS);
    tcp.logDetails(false);
    tcp.logAcceptError(false); // strangers who knock are no news
    tcp.setBundlerType("no-bundler"); // a Link sends what has gathered in one piece already
    tcp.setDiagnosticsHandler(
        new DiagnosticsHandler().setEnabled(false)); // else it listens, on all addresses
    if (credentials != null) {
      tcp.setSocketFactory(new SecureSockets(credentials));
    }
    return tcp;
  }
}
