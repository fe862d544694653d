package processpool.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where somebody is, as people write it: a host's address or name, and a port.
 *
 * @param host an address, or a name that stands for one or several
 * @param port 0 to 65535
 */
record Endpoint(String host, int port) {
  /** Where a node is unless something else is said. */
  static final int NODE_PORT = 7800;

  private static final int LAST_PORT = 65_535;

  /**
   * Reads {@code host:port}, {@code host}, or {@code [address]:port} of IPv6.
   *
   * @param what the option's name, for the exception
   * @throws IllegalArgumentException when it is neither
   */
  static Endpoint parse(String what, String text, int portUnlessSaid) {
    String host = text;
    int port = portUnlessSaid;
    int colon = text.lastIndexOf(':');
    boolean several = text.indexOf(':') != colon;
    if (colon >= 0 && (!several || text.charAt(colon - 1) == ']')) {
      host = text.substring(0, colon);
      try {
        port = Integer.parseInt(text.substring(colon + 1));
      } catch (NumberFormatException e) {
        throw malformed(what, text, e);
      }
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isBlank() || port < 0 || port > LAST_PORT) {
      throw malformed(what, text, null);
    }
    return new Endpoint(host.strip(), port);
  }

  private static IllegalArgumentException malformed(
      String what, String text, @org.jspecify.annotations.Nullable Throwable cause) {
    return new IllegalArgumentException(
        "must be host:port, such as 10.0.0.5:7800, or a DNS name: " + what + "=" + text, cause);
  }

  /** All addresses that it stands for now. */
  List<InetSocketAddress> resolve() throws UnknownHostException {
    List<InetSocketAddress> found = new ArrayList<>();
    for (InetAddress address : InetAddress.getAllByName(host)) {
      found.add(new InetSocketAddress(address, port));
    }
    return found;
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
