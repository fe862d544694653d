package processpool.docs.book;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import processpool.docs.check.Scenario;
import processpool.watch.live.Json;

/** A program that runs, in a JVM of its own, for whoever reads its events. */
final class Run {
  private static final String LIVE = "live page of ";

  /** So many lines after it say to people what to do with the address. */
  private static final int LINES_AFTER_LIVE = 2;

  /** A program that prints faster than the browser reads must wait. */
  private static final int MOST_EVENTS = 1_000;

  private final Process process;
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>(MOST_EVENTS);
  private volatile boolean ended;

  /** The process that the program has asked to have killed; null for none. */
  private volatile @Nullable ProcessHandle asked;

  /**
   * Starts a program.
   *
   * @param root the repository, where it works
   * @param framedBy the origin of the page that shows its live page; empty for no live page
   */
  Run(Scenario scenario, Path root, String framedBy) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String own = EndsWithTheBook.class.getName();
    if (framedBy.isEmpty()) {
      command.add("-Dprocesspool.listener=" + own);
    } else {
      command.add("-Dprocesspool.listener=processpool.watch.LiveListener," + own);
      command.add("-Dprocesspool.live.framedBy=" + framedBy);
    }
    command.addAll(scenario.options());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), scenario.program()));
    process =
        new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true).start();
    Thread reader = new Thread(this::read, "book-run");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try {
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        int after = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.equals(EndsWithTheBook.MAIN_IS_OVER)) {
            tell(new Json().open('{').name("over").value(true));
          } else if (line.startsWith(LIVE)) {
            after = LINES_AFTER_LIVE;
            tell(new Json().open('{').put("live", line.replaceFirst(".*: ", "")));
          } else if (after > 0) {
            after--;
          } else {
            Scenario.toBeKilled(line).ifPresent(one -> asked = one);
            tell(new Json().open('{').put("line", line));
          }
        }
      } catch (IOException | UncheckedIOException cutOff) {
        // By our own end; its exit code follows all the same.
      }
      tell(new Json().open('{').put("exit", process.waitFor()));
    } catch (InterruptedException ofNobodysMaking) {
      // Nobody else knows this thread.
    }
  }

  private void tell(Json event) throws InterruptedException {
    String text = event.close('}').toString();
    while (!events.offer(text, 100, TimeUnit.MILLISECONDS)) {
      if (ended) { // perhaps nobody reads on; who does wants the exit code
        events.clear();
      }
    }
  }

  /** What is next, as JSON; null when nothing has come for a second. */
  @Nullable String next() throws InterruptedException {
    return events.poll(1, TimeUnit.SECONDS);
  }

  /**
   * Kills one of its processes, as its user might: the one that it has asked for, while that lives.
   *
   * @return false when it has none at the moment
   */
  boolean killOne() {
    return process.descendants().anyMatch(one -> one.equals(asked) && one.destroyForcibly())
        || process.children().anyMatch(ProcessHandle::destroyForcibly);
  }

  /** Ends it with all its processes, and waits until they are gone, ten seconds at most. */
  void end() {
    ended = true;
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle one : all) {
      one.onExit().completeOnTimeout(one, 10, TimeUnit.SECONDS).join();
    }
  }
}
