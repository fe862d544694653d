package processpool.learn;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import processpool.lesson.Names;

/**
 * A {@link TestHost}, seen from the runner: started ahead of need, and ended with all it started.
 */
final class HostProcess implements AutoCloseable {
  private static final long POLL_MILLIS = 5;
  private static final int LINES_OF_OUTPUT = 12;

  private final Process process;
  private final Path folder;
  private final Path output;
  private int orders;
  private long printedBefore;

  HostProcess(String classPath) throws IOException {
    folder = Files.createTempDirectory("processpool-host-");
    output = folder.resolve("output.txt");
    Path temporary =
        Files.createDirectory(folder.resolve("temporary")); // what tests leave goes too
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx512m",
                "-Djava.io.tmpdir=" + temporary,
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-cp",
                classPath,
                TestHost.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
  }

  /** An empty folder for the classes of the next order. */
  Path newFolder() throws IOException {
    return Files.createDirectory(folder.resolve("classes-" + ++orders));
  }

  /**
   * Runs a test.
   *
   * @return the report; null when it did not come in time, or the process ended
   */
  @Nullable Properties run(String testName, Path classes, Duration limit)
      throws IOException, InterruptedException {
    printedBefore = Files.size(output);
    Path report = folder.resolve("report-" + orders + ".properties");
    String order = testName + "\t" + classes + "\t" + report + "\n";
    try {
      process.getOutputStream().write(order.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException ended) {
      return null;
    }
    long end = System.nanoTime() + limit.toNanos();
    while (!Files.exists(report)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        return null;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(report, StandardCharsets.UTF_8)) {
      properties.load(in);
    }
    return properties;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The last lines that the code of the last order printed, with names that are in the source. */
  String output() {
    try (InputStream in = Files.newInputStream(output)) {
      in.skipNBytes(printedBefore);
      String printed = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = Names.readable(printed).lines().toList();
      int from = Math.max(0, lines.size() - LINES_OF_OUTPUT);
      return String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  /** Ends it and every process that it or its code has started. */
  @Override
  public void close() {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Folders.delete(folder);
  }
}
