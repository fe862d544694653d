package processpool.lesson;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What tasks leave behind, as empty files in one folder: who did what, in which process. Tasks can
 * wait for one another's traces, so that only tasks that really overlap get on; this proves
 * processes without a clock, on one core too.
 *
 * @param folder where the traces are
 */
public record Traces(String folder) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long POLL_MILLIS = 5;

  /**
   * One trace.
   *
   * @param name what was done
   * @param pid the process that did it
   */
  public record Trace(String name, long pid) {}

  /**
   * A new folder, deleted when this JVM ends.
   *
   * @return its traces, none yet
   */
  public static Traces create() {
    try {
      Path folder = Files.createTempDirectory("processpool-lesson-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return new Traces(folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException leftToTheSystem) {
      // A worker that is ending may still write; the system's own clean-up takes what is left.
    }
  }

  /**
   * Leaves a trace of this process.
   *
   * @param name what was done; letters, digits and hyphens
   */
  public void leave(String name) {
    String unique = name + "@" + ProcessHandle.current().pid() + "@" + System.nanoTime();
    try {
      Files.createFile(Path.of(folder, unique));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * All traces of one name, of all processes.
   *
   * @param name what was done
   * @return the traces, in no order
   */
  public List<Trace> of(String name) {
    return all().stream().filter(trace -> trace.name().equals(name)).toList();
  }

  /**
   * All traces whose names begin so.
   *
   * @param prefix the beginning
   * @return the traces, in no order
   */
  public List<Trace> startingWith(String prefix) {
    return all().stream().filter(trace -> trace.name().startsWith(prefix)).toList();
  }

  private List<Trace> all() {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files
          .map(file -> file.getFileName().toString().split("@", -1))
          .map(parts -> new Trace(parts[0], Long.parseLong(parts[1])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The processes that left traces whose names begin so.
   *
   * @param prefix the beginning
   * @return their process ids, ascending
   */
  public Set<Long> pids(String prefix) {
    return startingWith(prefix).stream()
        .map(Trace::pid)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Waits for traces whose names begin so.
   *
   * @param prefix the beginning
   * @param count how many there should be
   * @param patience how long to wait at most
   * @return whether there are so many
   * @throws InterruptedException when this thread is interrupted
   */
  public boolean await(String prefix, int count, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (startingWith(prefix).size() < count) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return true;
  }
}
