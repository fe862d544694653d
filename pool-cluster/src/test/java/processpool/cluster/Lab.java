package processpool.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import processpool.cluster.net.Hosts;

/** Some hosts with a node each, and drivers: host 0 is the first driver's. */
final class Lab implements AutoCloseable {
  private static final int PORT = 7800;

  private final Path folder;
  private final Path credentials;
  private final List<Machine> nodes = new ArrayList<>();
  private final List<Machine> drivers = new ArrayList<>();
  final Hosts hosts;

  /** Makes hosts; {@link #startNode} follows. */
  Lab(int count) throws IOException, InterruptedException {
    hosts = new Hosts(count); // first, as it says where there can be none
    folder = Files.createTempDirectory("lab");
    credentials = Keys.make(folder, "lab");
  }

  /** Each node's own port, as the hosts share their name, and nodes are called by both. */
  private String address(int host) {
    return hosts.host(host).address() + ":" + (PORT + host);
  }

  private String addresses() {
    List<String> all = new ArrayList<>();
    for (Machine node : nodes) {
      all.add(node.address);
    }
    return String.join(",", all);
  }

  /** Starts a node there, and waits until it is ready. */
  Machine startNode(int host, int workers) throws IOException {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("node", "--bind", address(host), "--workers", "" + workers));
    options.addAll(List.of("--credentials", credentials.toString()));
    if (!nodes.isEmpty()) {
      options.addAll(List.of("--join", addresses()));
    }
    List<String> command = NodeProcess.command(options);
    Machine node = new Machine(hosts.host(host), address(host), command);
    nodes.removeIf(before -> before.address.equals(node.address));
    nodes.add(node);
    node.name = node.await("ready: ").split(" ")[1];
    return node;
  }

  /** Starts a {@link LedgerDriver} there. */
  Machine startDriver(int host, int retries, int taskMillis, int resultBytes) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), LedgerDriver.class.getName()));
    command.addAll(List.of(hosts.host(host).address(), addresses(), credentials.toString()));
    command.addAll(List.of("" + retries, "" + taskMillis, "" + resultBytes));
    Machine driver = new Machine(hosts.host(host), "", command);
    drivers.add(driver);
    return driver;
  }

  @Override
  public void close() throws IOException {
    drivers.forEach(Machine::kill);
    nodes.forEach(Machine::kill);
    hosts.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
