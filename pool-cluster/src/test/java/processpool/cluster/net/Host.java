package processpool.cluster.net;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host: a namespace with one cable to the switch. What can be done to the cable works on what
 * runs there already.
 */
public final class Host {
  /** Lets nothing through: no packet is as small as a byte. */
  private static final String[] CUT = {"tbf", "rate", "8bit", "burst", "1b", "limit", "1"};

  private static final String CABLE = "eth0";

  private final String name;
  private final String theSwitch;
  private final String port;
  private final String address;
  private @Nullable Process relay;

  Host(String name, String theSwitch, int number) {
    this.name = name;
    this.theSwitch = theSwitch;
    this.port = "port" + number;
    this.address = "10.99.7." + number;
  }

  void make() throws IOException {
    Command.run("ip", "netns", "add", name);
    String[] pair = {"ip", "link", "add", CABLE, "netns", name, "type", "veth"};
    Command.run(with(pair, "peer", "name", port, "netns", theSwitch));
    plugIn();
  }

  private void plugIn() throws IOException {
    Command.run("ip", "-n", theSwitch, "link", "set", port, "master", "br0", "up");
    Command.run("ip", "-n", name, "addr", "add", address + "/24", "dev", CABLE);
    Command.run("ip", "-n", name, "link", "set", CABLE, "up");
    Command.run("ip", "-n", name, "link", "set", "lo", "up");
  }

  void remove() throws IOException {
    Process there = relay;
    if (there != null) {
      there.destroyForcibly();
    }
    remove(name);
  }

  /** With all that runs there. */
  static void remove(String namespace) throws IOException {
    for (long pid : pids(namespace)) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
    Command.run("ip", "netns", "del", namespace);
  }

  /**
   * What runs there.
   *
   * @return process ids
   */
  public List<Long> pids() throws IOException {
    return pids(name);
  }

  private static List<Long> pids(String namespace) throws IOException {
    return Command.run("ip", "netns", "pids", namespace).lines().map(Long::parseLong).toList();
  }

  /** As the system's {@code kill}. */
  public static void signal(String signal, long pid) throws IOException {
    Command.run("kill", "-" + signal, "" + pid);
  }

  /**
   * Where the others reach it.
   *
   * @return an IPv4 address
   */
  public String address() {
    return address;
  }

  /**
   * A command that runs there.
   *
   * @param command what to run
   * @return the same, for {@link ProcessBuilder}
   */
  public List<String> command(List<String> command) {
    List<String> there = new ArrayList<>(List.of("ip", "netns", "exec", name));
    there.addAll(command);
    return there;
  }

  /** Nothing gets through from now on, either way. Nobody is told: no connection is closed. */
  public void pull() throws IOException {
    deafen();
    silence();
  }

  /** What others send does not arrive from now on. */
  public void deafen() throws IOException {
    shape(theSwitch, port, CUT);
  }

  /** What it sends does not arrive from now on. */
  public void silence() throws IOException {
    shape(name, CABLE, CUT);
  }

  /** Both ways carry so much from now on. */
  public void slow(int bytesPerSecond) throws IOException {
    String[] slow = {"tbf", "rate", bytesPerSecond * 8L + "bit", "burst", "32kb", "latency", "1s"};
    shape(theSwitch, port, slow);
    shape(name, CABLE, slow);
  }

  /** The cable is as new. */
  public void mend() throws IOException {
    unshape(theSwitch, port);
    unshape(name, CABLE);
  }

  /**
   * Gives it a bad cable: what it sends and gets comes late, and some of it not at all. To be done
   * before anything runs there. Needs {@code python3}, as not every kernel can do it by itself.
   *
   * @param delay each way
   * @param lostPercent how many packets of a hundred
   */
  public void badCable(Duration delay, double lostPercent) throws IOException {
    Command.run("ip", "-n", name, "link", "del", CABLE);
    Path program = Files.createTempFile("bad-cable", ".py");
    try (InputStream in = Host.class.getResourceAsStream("bad_cable.py")) {
      Files.write(program, in.readAllBytes());
    }
    String seconds = String.format(Locale.ROOT, "%.4f", delay.toNanos() / 1e9);
    String lost = String.format(Locale.ROOT, "%.4f", lostPercent / 100);
    Process started = startRelay(program.toString(), seconds, lost);
    relay = started;
    String said = started.inputReader().readLine();
    Files.delete(program);
    if (!"ready".equals(said)) {
      throw new IOException("no bad cable: python3 said " + said);
    }
    plugIn();
  }

  private Process startRelay(String program, String seconds, String lost) {
    ProcessBuilder builder =
        new ProcessBuilder("python3", program, name, CABLE, theSwitch, port, seconds, lost);
    try {
      return builder.redirectErrorStream(true).start();
    } catch (IOException cannot) {
      return abort("a bad cable needs python3, which is not there: " + cannot.getMessage());
    }
  }

  private static void shape(String namespace, String device, String... how) throws IOException {
    String[] replace = {"tc", "-n", namespace, "qdisc", "replace", "dev", device, "root"};
    Command.run(with(replace, how));
  }

  private static void unshape(String namespace, String device) throws IOException {
    if (Command.run("tc", "-n", namespace, "qdisc", "show", "dev", device).contains("tbf")) {
      Command.run("tc", "-n", namespace, "qdisc", "del", "dev", device, "root");
    }
  }

  private static String[] with(String[] first, String... then) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(then));
    return all.toArray(new String[0]);
  }
}
