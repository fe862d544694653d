package processpool.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import processpool.cluster.net.Host;

/** A JVM on a host, and what it printed. */
final class Machine {
  private static final Pattern LEDGER = Pattern.compile("right=(\\d+) lost=(\\d+) wrong=(\\d+)");
  private static final Duration LONG = Duration.ofSeconds(60);

  final Host host;
  final String address;
  final List<String> lines = new CopyOnWriteArrayList<>();
  String name = "";
  private final Process process;

  Machine(Host host, String address, List<String> command) throws IOException {
    this.host = host;
    this.address = address;
    ProcessBuilder builder = new ProcessBuilder(host.command(command)).redirectErrorStream(true);
    builder.environment().put("PROCESSPOOL_PASSWORD", Keys.PASSWORD);
    process = builder.start();
    Thread reader = new Thread(this::read, "machine-output");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
    } catch (IOException ended) {
      lines.add("its output: " + ended);
    }
  }

  /** Waits for a line that begins so. */
  String await(String beginning) {
    return await(beginning, LONG);
  }

  String await(String beginning, Duration limit) {
    try {
      org.awaitility.Awaitility.await()
          .atMost(limit)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> lines.stream().anyMatch(line -> line.startsWith(beginning)));
    } catch (ConditionTimeoutException never) {
      throw new AssertionError("no line " + beginning + "… but " + lines, never);
    }
    return lines.stream().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
  }

  /** Of a driver: how many tasks had their result, were lost, and had no right outcome so far. */
  long[] ledger() {
    for (int i = lines.size() - 1; i >= 0; i--) {
      Matcher matcher = LEDGER.matcher(lines.get(i));
      if (matcher.find()) {
        return new long[] {
          Long.parseLong(matcher.group(1)),
          Long.parseLong(matcher.group(2)),
          Long.parseLong(matcher.group(3))
        };
      }
    }
    return new long[3];
  }

  /** Of a driver: waits for so many results more. */
  void awaitRight(long more) {
    long before = ledger()[0];
    try {
      org.awaitility.Awaitility.await()
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> ledger()[0] >= before + more);
    } catch (ConditionTimeoutException never) {
      throw new AssertionError(
          more + " results more than " + before + " do not come: " + lines, never);
    }
  }

  /** Of a driver: has it end, and returns its last ledger. */
  long[] finish() throws IOException {
    process.getOutputStream().close();
    await("end: ");
    await("joined");
    return ledger();
  }

  long pid() {
    return process.pid(); // ip netns exec becomes the program
  }

  /** As the system's kill. */
  void signal(String signal) throws IOException {
    Host.signal(signal, pid());
  }

  void kill() {
    process.destroyForcibly();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** How many processes run on its host, its workers among them. */
  long processes() throws IOException {
    return host.pids().size();
  }

  /** Of a node: its workers. */
  List<Long> workers() throws IOException {
    List<Long> pids = new ArrayList<>(host.pids());
    pids.remove(pid());
    return pids;
  }
}
