package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: what parent and worker share is private to the user and gone when the pool is. Issue 4:
 * 25 pools made and ended leave no file, thread, descriptor or process. In a program of its own,
 * where nothing else counts.
 */
@Timeout(180)
class NothingLeftBehindTest {
  static class Program {
    private static final Path SELF = Path.of("/proc/self");

    public static void main(String[] args) throws Exception {
      FileTime begun = FileTime.fromMillis(System.currentTimeMillis() - 20);
      Set<Path> opened = new TreeSet<>();
      use(new ProcessPool(2), 0, opened, begun); // loads what is loaded once
      UUID.randomUUID(); // opens /dev/random for good, if that pool had not yet done so
      System.getLogger("processpool").isLoggable(System.Logger.Level.DEBUG); // and this the jars
      long threads = threads();
      List<String> descriptors = descriptors();
      long mappings = mappings();
      for (int i = 0; i < 25; i++) {
        use(new ProcessPool(1 + i % 2), i, opened, begun);
      }
      waitUntil("threads", () -> threads() <= threads);
      waitUntil("descriptors", () -> descriptors().size() <= descriptors.size());
      waitUntil("mapped files", () -> mappings() <= mappings);
      waitUntil("processes", () -> ProcessHandle.current().children().count() == 0);
      waitUntil("files", () -> opened.stream().noneMatch(file -> isNew(file, begun)));
      try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
        System.out.println("left: " + files.toList());
      }
    }

    private static void use(ProcessPool pool, int i, Set<Path> opened, FileTime begun)
        throws Exception {
      pool.map(x -> new byte[100_000], List.of(1, 2, 3, 4), 1);
      pool.imap(Tasks::square, List.of(1, 2)).next();
      openedBy("self", opened);
      for (long pid : pool.workerPids()) {
        openedBy(Long.toString(pid), opened);
      }
      opened.stream()
          .filter(file -> isNew(file, begun) && !isPrivate(file))
          .forEach(file -> System.out.println("open to others: " + file));
      if (i % 3 == 0) {
        pool.applyAsync(Tasks::sleepForever);
        pool.terminate();
      } else {
        pool.close();
      }
      pool.join();
    }

    private interface Condition {
      boolean holds() throws Exception;
    }

    private static void waitUntil(String what, Condition condition) throws Exception {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!condition.holds()) {
        if (System.nanoTime() > end) {
          System.out.println("left: " + what);
          System.out.println(descriptors());
          Thread.getAllStackTraces().keySet().forEach(System.out::println);
          System.exit(1);
        }
        System.gc(); // a mapping ends with its buffer
        Thread.sleep(20);
      }
    }

    private static long threads() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().startsWith("processpool"))
          .count();
    }

    private static List<String> descriptors() throws IOException {
      List<String> open = new ArrayList<>();
      if (Files.exists(SELF)) {
        try (Stream<Path> links = Files.list(SELF.resolve("fd"))) {
          for (Path link : links.toList()) {
            open.add(
                Files.exists(link, LinkOption.NOFOLLOW_LINKS)
                    ? link + " " + Files.readSymbolicLink(link)
                    : "");
          }
        }
      }
      return open;
    }

    private static long mappings() throws IOException {
      List<Path> mapped = new ArrayList<>();
      mapped("self", mapped);
      return mapped.size();
    }

    private static void mapped(String process, List<Path> to) throws IOException {
      Path maps = Path.of("/proc", process, "maps");
      if (Files.exists(maps)) {
        for (String line : Files.readAllLines(maps)) {
          int path = line.indexOf('/');
          if (path > 0) {
            to.add(Path.of(line.substring(path).replace(" (deleted)", "")));
          }
        }
      }
    }

    private static void openedBy(String process, Set<Path> to) throws IOException {
      List<Path> all = new ArrayList<>();
      try {
        mapped(process, all);
        if (Files.exists(SELF)) {
          try (Stream<Path> links = Files.list(Path.of("/proc", process, "fd"))) {
            for (Path link : links.toList()) {
              all.add(Path.of(Files.readSymbolicLink(link).toString().replace(" (deleted)", "")));
            }
          }
        }
      } catch (IOException closedMeanwhile) {
        // What it had open a moment ago is enough.
      }
      to.addAll(all);
    }

    /** Whether the file, or the folder around it, is for its owner alone. */
    private static boolean isPrivate(Path file) {
      try {
        return ownersOnly(file) || ownersOnly(file.getParent());
      } catch (IOException | UnsupportedOperationException goneOrNoSuchThing) {
        return true;
      }
    }

    private static boolean ownersOnly(Path path) throws IOException {
      return Files.getPosixFilePermissions(path).stream()
          .allMatch(permission -> permission.name().startsWith("OWNER"));
    }

    private static boolean isNew(Path file, FileTime begun) {
      try {
        BasicFileAttributes about = Files.readAttributes(file, BasicFileAttributes.class);
        return about.isRegularFile() && about.creationTime().compareTo(begun) > 0;
      } catch (IOException gone) {
        return false;
      }
    }
  }

  @Test
  void byTwentyFivePoolsMadeAndEnded(@TempDir Path folder) throws Exception {
    Programs.Ended program =
        Programs.run(Program.class, List.of("-Djava.io.tmpdir=" + folder, "-XX:-UsePerfData"));
    assertThat(program.out()).isEqualToNormalizingNewlines("left: []\n");
    assertThat(program.err()).isEmpty();
    assertThat(program.exitCode()).isZero();
  }
}
