package processpool.benchmarks.cluster;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM beside this one, on the way to being ready, which it says by a line of its own. */
final class Child implements AutoCloseable {
  private static final double TICKS = 100;

  private final Process process;
  private final BufferedReader out;
  private final long begun = System.nanoTime();

  private Child(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    out = process.inputReader();
  }

  /** Of this program's class path. */
  static Child of(Class<?> main, String... arguments) throws IOException {
    return new Child(command(System.getProperty("java.class.path"), main.getName(), arguments));
  }

  /** A node, which has nothing of this program. */
  static Child node(int port, int workers, String join) throws Exception {
    List<String> places = new ArrayList<>();
    for (Class<?> part :
        List.of(
            processpool.cluster.Cluster.class,
            processpool.ProcessPool.class,
            org.jgroups.JChannel.class)) {
      places.add(
          Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    List<String> arguments = new ArrayList<>(List.of("node", "--bind", "127.0.0.1:" + port));
    arguments.addAll(List.of("--workers", "" + workers));
    if (!join.isEmpty()) {
      arguments.addAll(List.of("--join", join));
    }
    return new Child(
        command(
            String.join(File.pathSeparator, places),
            "processpool.cluster.NodeProgram",
            arguments.toArray(new String[0])));
  }

  private static List<String> command(String classPath, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Waits until it is; returns the seconds since its start. */
  double awaitReady() throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("ready")) {
        return (System.nanoTime() - begun) / 1e9;
      }
    }
    throw new IOException("ended before it was ready: exit code " + process.onExit().join());
  }

  /** Seconds of a processor so far, on Linux. */
  double processorSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
  }

  /** Resident, on Linux. */
  double mebibytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", "" + process.pid(), "status"))) {
      if (line.startsWith("VmRSS")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return Double.NaN;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
