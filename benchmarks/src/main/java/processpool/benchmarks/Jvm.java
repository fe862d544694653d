package processpool.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Starts JVMs of this one's kind, or of another JDK's. */
final class Jvm {
  /** What the pool starts three workers with, here. */
  static final List<String> WORKER_FLAGS =
      List.of("-XX:ParallelGCThreads=1", "-XX:-UsePerfData", "-Xshare:auto");

  private Jvm() {}

  static List<String> command(
      String home, List<String> flags, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java.nio.file.Path.of(home, "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  static Process start(List<String> flags, Class<?> main, List<String> arguments)
      throws IOException {
    return start(System.getProperty("java.home"), flags, main, arguments);
  }

  static Process start(String home, List<String> flags, Class<?> main, List<String> arguments)
      throws IOException {
    return new ProcessBuilder(command(home, flags, main, arguments))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /**
   * Seconds until so many bare {@link Hello}s, started one after the other without waiting, have
   * all printed, and until they have all ended.
   */
  static double[] hellos(String home, List<String> flags, int count) throws Exception {
    long begun = System.nanoTime();
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(start(home, flags, Hello.class, List.of()));
    }
    for (Process one : all) {
      BufferedReader output =
          new BufferedReader(new InputStreamReader(one.getInputStream(), StandardCharsets.UTF_8));
      if (!"hello".equals(output.readLine())) {
        throw new IOException("a bare JVM did not say hello");
      }
    }
    long printed = System.nanoTime() - begun;
    for (Process one : all) {
      one.waitFor();
    }
    return new double[] {printed / 1e9, (System.nanoTime() - begun) / 1e9};
  }
}
