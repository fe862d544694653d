package processpool.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The driver's side of a contender: sends orders, reads answers, ends what hangs. */
final class ContenderProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final OutputStream orders;
  private int open;
  private boolean dead;

  ContenderProcess(String name, List<String> command) throws IOException {
    this.name = name;
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    orders = process.getOutputStream();
  }

  String name() {
    return name;
  }

  /** Makes sure that the contender has so many workers. */
  void open(int workers) throws Exception {
    if (open != workers) {
      ask("open workers=" + workers);
      open = workers;
    }
  }

  /** Lets the workers go. */
  void closeWorkers() throws Exception {
    ask("close");
    open = 0;
  }

  /** The answer's values; none when the contender cannot do it, or failed to. */
  Map<String, Double> ask(String order) throws Exception {
    if (dead) {
      return Map.of();
    }
    if (order.startsWith("start")) {
      open = 0;
    }
    String answer;
    try {
      orders.write((order + "\n").getBytes(StandardCharsets.UTF_8));
      orders.flush();
      answer = CompletableFuture.supplyAsync(this::line).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | IOException e) {
      answer = "failed no answer: " + e;
      dead = true;
      printThreads();
      close();
    }
    if (answer.startsWith("failed")) {
      System.err.println(name + ": " + order + ": " + answer);
    }
    Map<String, Double> values = new HashMap<>();
    if (answer.startsWith("ok ")) {
      for (String word : answer.substring(3).split(" ", -1)) {
        int equals = word.indexOf('=');
        if (equals > 0) {
          values.put(word.substring(0, equals), Double.parseDouble(word.substring(equals + 1)));
        }
      }
    }
    return values;
  }

  boolean isDead() {
    return dead;
  }

  /** Where a contender in Java hangs. */
  private void printThreads() throws IOException, InterruptedException {
    Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
    if (Files.isExecutable(jstack) && !name.startsWith("CPython")) {
      File file = File.createTempFile("hangs-" + process.pid() + "-", ".txt");
      System.err.println(name + " hangs; its threads are in " + file);
      new ProcessBuilder(jstack.toString(), String.valueOf(process.pid()))
          .redirectOutput(ProcessBuilder.Redirect.to(file))
          .start()
          .waitFor(10, TimeUnit.SECONDS);
    }
  }

  private String line() {
    try {
      String line = answers.readLine();
      if (line == null) {
        dead = true;
        return "failed the process has ended";
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What this process and all below it have used of the processors, so far. */
  Duration cpu() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public void close() throws IOException {
    List<ProcessHandle> below = process.descendants().toList();
    try {
      orders.close();
      if (!dead) {
        process.waitFor(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
  }
}
