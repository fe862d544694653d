package processpool.cluster.net;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Some hosts on one switch: network namespaces of this machine, joined by a bridge that has a
 * namespace to itself, so that nothing of them is seen outside. Needs Linux, root and {@code ip};
 * elsewhere the test is aborted, and says why. The namespaces go with {@link #close}, those of a
 * killed test run when the next one begins.
 */
public final class Hosts implements AutoCloseable {
  private static final String PREFIX = "pphosts-";
  private static final AtomicInteger MADE = new AtomicInteger();

  /** Of the process that made it: others may be at work on this machine. */
  private final String name =
      PREFIX + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet() + "-";

  private final List<Host> all = new ArrayList<>();

  /**
   * Makes some.
   *
   * @param count how many, at most 200
   * @throws IOException when one of the commands fails
   */
  public Hosts(int count) throws IOException {
    requireNamespaces();
    removeLeftovers();
    Command.run("ip", "netns", "add", theSwitch());
    try {
      Command.run("ip", "-n", theSwitch(), "link", "add", "br0", "type", "bridge");
      Command.run("ip", "-n", theSwitch(), "link", "set", "br0", "up");
      for (int i = 1; i <= count; i++) {
        Host host = new Host(name + i, theSwitch(), i);
        all.add(host);
        host.make();
      }
    } catch (Throwable failed) {
      close();
      throw failed;
    }
  }

  private String theSwitch() {
    return name + "switch";
  }

  /**
   * One of them.
   *
   * @param number from 0
   * @return the same each time
   */
  public Host host(int number) {
    return all.get(number);
  }

  private void requireNamespaces() {
    try {
      String probe = name + "probe";
      Command.run("ip", "netns", "add", probe);
      Command.run("ip", "netns", "del", probe);
    } catch (IOException cannot) {
      abort(
          "needs network namespaces, that is Linux, root and the command ip; run as root: "
              + cannot.getMessage());
    }
  }

  private static void removeLeftovers() throws IOException {
    for (String left : Command.run("ip", "netns", "list").lines().toList()) {
      String namespace = left.split(" ", 2)[0];
      if (namespace.startsWith(PREFIX)
          && !Files.exists(
              Path.of("/proc", namespace.substring(PREFIX.length()).split("-", 2)[0]))) {
        Host.remove(namespace);
      }
    }
  }

  /** Ends what still runs on them, and removes them. */
  @Override
  public void close() throws IOException {
    for (Host host : all) {
      host.remove();
    }
    Command.run("ip", "netns", "del", theSwitch());
  }
}
