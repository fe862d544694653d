package processpool.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Temporary folders, and where the project is. */
final class Folders {
  private Folders() {}

  /** Deletes what can be deleted; the rest is the system's. */
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException heldOpen) {
      // On Windows a file stays as long as a dying process holds it.
    }
  }

  /** The project's folder: the nearest one above the working folder that has the exercises. */
  static Path project() {
    String told = System.getProperty("learn.project", "");
    if (!told.isEmpty()) {
      return Path.of(told).toAbsolutePath();
    }
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("example1-sleep-wait").resolve("src"))) {
        return folder;
      }
    }
    throw new IllegalStateException(
        "the exercises are not here: start the runner in the project's folder, not in " + here);
  }
}
