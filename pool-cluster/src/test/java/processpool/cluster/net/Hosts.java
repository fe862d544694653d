package processpool.cluster.net;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some hosts on one switch: network namespaces of this machine, joined by a bridge that has a
 * namespace to itself, so that nothing of them is seen outside. Needs Linux, root and {@code ip};
 * elsewhere the test is aborted, and says why. The namespaces go with {@link #close}, those of a
 * killed test run when one begins an hour later.
 */
public final class Hosts implements AutoCloseable {
  private static final String PREFIX = "pphosts-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]+)-([0-9]+)-.*");

  /** Another container may share the namespaces and not the process ids; no test takes so long. */
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private static final AtomicInteger MADE = new AtomicInteger();

  /** Of the process that made it: others may be at work on this machine. */
  private final String name =
      nameOf(ProcessHandle.current().pid(), Instant.now())
          + Integer.toHexString(ThreadLocalRandom.current().nextInt())
          + "-"
          + MADE.incrementAndGet()
          + "-";

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

  /** How the namespaces begin that one process makes. */
  static String nameOf(long pid, Instant made) {
    return PREFIX + pid + "-" + made.getEpochSecond() + "-";
  }

  private static void removeLeftovers() throws IOException {
    for (String left : Command.run("ip", "netns", "list").lines().toList()) {
      String namespace = left.split(" ", 2)[0];
      Matcher named = NAME.matcher(namespace);
      if (named.matches()
          && ProcessHandle.of(Long.parseLong(named.group(1))).isEmpty()
          && isOld(Instant.ofEpochSecond(Long.parseLong(named.group(2))))) {
        removeLeftover(namespace);
      }
    }
  }

  private static void removeLeftover(String namespace) {
    try {
      Host.remove(namespace);
    } catch (IOException removedByAnother) { // two that begin at once find the same
      System.out.println(removedByAnother.getMessage());
    }
  }

  private static boolean isOld(Instant made) {
    return made.plus(LEFT_BEHIND).isBefore(Instant.now());
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
