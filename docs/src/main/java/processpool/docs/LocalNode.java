package processpool.docs;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jgroups.JChannel;
import processpool.ProcessPool;
import processpool.cluster.NodeProgram;

/**
 * A node on this machine, in a JVM of its own that has the pool's classes only: what {@code java
 * -jar pool-cluster.jar node} starts on another machine.
 */
final class LocalNode implements AutoCloseable {
  private final Process process;
  private final String address;

  private LocalNode(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts one on just any port, and waits until it is ready. */
  static LocalNode start(String... options) throws IOException {
    return start(command(options));
  }

  /** How it is started. */
  static ProcessBuilder command(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            place(NodeProgram.class),
            place(ProcessPool.class),
            place(JChannel.class)));
    command.addAll(List.of(NodeProgram.class.getName(), "node", "--bind", "127.0.0.1:0"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  /** Starts it, and waits until it is ready. */
  static LocalNode start(ProcessBuilder command) throws IOException {
    Process process = command.start();
    BufferedReader output = process.inputReader();
    List<String> said = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      if (line.startsWith("ready: ")) { // then its name, its address, and how many workers
        return new LocalNode(process, line.split(" ", -1)[2]);
      }
    }
    throw new IOException("the node did not start, and said: " + said);
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  String address() {
    return address;
  }

  /** Ends it. What it has printed since, on who comes and goes, nobody has read. */
  @Override
  public void close() {
    process.destroy();
  }
}
