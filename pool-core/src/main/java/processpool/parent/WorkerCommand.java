package processpool.parent;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import processpool.worker.WorkerMain;

/** The command that starts a worker: the parent's own Java, its class path, the pool's options. */
final class WorkerCommand {
  private final List<String> options;
  private final int processes;

  WorkerCommand(int processes, List<String> options) {
    this.processes = processes;
    this.options = List.copyOf(options);
  }

  /**
   * Writes the file of arguments that {@link #start} names; a command line has a length limit, a
   * file has none.
   */
  Path writeArguments() throws IOException {
    StringBuilder text = new StringBuilder("-cp\n\"");
    String separator = "";
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      String absolute = Path.of(entry).toAbsolutePath().toString();
      text.append(separator).append(absolute.replace("\\", "\\\\").replace("\"", "\\\""));
      separator = File.pathSeparator;
    }
    text.append("\"\n");
    Path file = Files.createTempFile("processpool-", ".args"); // readable by this user only
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    Files.writeString(file, text, Charset.forName(encoding));
    return file;
  }

  Process start(Path arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What a worker needs least of: collector threads, a monitoring file, another's memory.
    command.add("-XX:+UseSerialGC");
    command.add("-XX:-UsePerfData");
    command.add("-Xshare:auto");
    double share = Math.min(25.0, 75.0 / processes);
    command.add(String.format(Locale.ROOT, "-XX:MaxRAMPercentage=%.4f", share));
    command.add(String.format(Locale.ROOT, "-XX:MinRAMPercentage=%.4f", share));
    // After running out of memory a JVM is in no state to take another task.
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(options);
    command.add("@" + arguments);
    command.add(WorkerMain.class.getName());
    return new ProcessBuilder(command).start();
  }
}
