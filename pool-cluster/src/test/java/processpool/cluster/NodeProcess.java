package processpool.cluster;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jgroups.JChannel;
import processpool.ProcessPool;

/** A node in a JVM of its own, which has the pool's classes and none of the tests'. */
final class NodeProcess implements AutoCloseable {
  static final int LONG_SECONDS = 60;

  final Process process;
  final int port;

  /** What it printed, line by line. */
  final List<String> lines = new CopyOnWriteArrayList<>();

  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private NodeProcess(Process process, int port) {
    this.process = process;
    this.port = port;
    Thread reader = new Thread(this::read, "node-output");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        if (line.startsWith("ready: ")) {
          ready.complete(line);
        }
      }
    } catch (IOException ended) {
      lines.add(ended.toString());
    }
    ready.completeExceptionally(new IllegalStateException("the node said " + lines));
  }

  /** Starts one, without waiting. */
  static NodeProcess start(int port, int workers, int... others) throws IOException {
    List<String> options = new ArrayList<>(List.of("--workers", "" + workers));
    if (others.length > 0) {
      options.add("--join");
      List<String> addresses = new ArrayList<>();
      for (int other : others) {
        addresses.add("127.0.0.1:" + other);
      }
      options.add(String.join(",", addresses));
    }
    return start(port, options, null);
  }

  /** Starts one, without waiting. */
  static NodeProcess start(int port, List<String> options, String password) throws IOException {
    Map<String, String> variables =
        password == null ? Map.of() : Map.of(NodeProgram.PASSWORD, password);
    return start(List.of(), variables, "127.0.0.1:" + port, options.toArray(new String[0]));
  }

  /** Starts one whose JVM has options and variables, at any address, without waiting. */
  static NodeProcess start(
      List<String> jvmOptions, Map<String, String> variables, String address, String... options)
      throws IOException {
    List<String> command = command(List.of("node", "--bind", address));
    command.addAll(1, jvmOptions);
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(variables);
    return new NodeProcess(builder.start(), Endpoint.parse("bind", address, 0).port());
  }

  /** The node's program with such arguments. */
  static List<String> command(List<String> arguments) {
    String places =
        String.join(
            File.pathSeparator,
            place(NodeProgram.class),
            place(ProcessPool.class),
            place(JChannel.class));
    return java(places, NodeProgram.class, arguments.toArray(new String[0]));
  }

  /** A program in a JVM of its own, with such a class path; to be added to. */
  static List<String> java(String classPath, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until it is; returns the line that says so. */
  String awaitReady() throws Exception {
    return ready.get(LONG_SECONDS, TimeUnit.SECONDS);
  }

  String name() throws Exception {
    return awaitReady().split(" ")[1];
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** A port that nobody has at the moment. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
