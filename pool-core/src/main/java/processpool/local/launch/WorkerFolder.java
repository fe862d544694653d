package processpool.local.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder for workers to work in, other than where the parent does. */
final class WorkerFolder {
  private final Path own;

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException when nobody can work there
   */
  WorkerFolder(Path given) {
    this.own = given.toAbsolutePath();
    String wrong = wrong();
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "workers cannot work there, as it " + wrong + ": directory=" + given);
    }
  }

  /** Empty when nothing is. */
  private String wrong() {
    if (own.getFileSystem() != FileSystems.getDefault()) {
      return "is in a file system that only Java sees";
    }
    if (!Files.isDirectory(own)) {
      return Files.exists(own) ? "is no folder" : "does not exist";
    }
    return Files.isExecutable(own) ? "" : "must not be entered by this user";
  }

  /** For a process. */
  File file() throws IOException {
    String wrong = wrong();
    if (!wrong.isEmpty()) { // since the pool was made
      throw new IOException(
          "the workers' directory has changed since the pool was made, and now "
              + wrong
              + ": directory="
              + own);
    }
    return own.toFile();
  }

  /** Options that the parent would understand, as a worker in this folder will. */
  List<String> translate(List<String> options) {
    return ParentPaths.in(options);
  }

  /** The same for the parent's own, one of which may say where the parent works. */
  List<String> translateInherited(List<String> options) {
    List<String> translated = new ArrayList<>(translate(options));
    translated.removeIf(option -> option.startsWith("-Duser.dir="));
    return translated;
  }
}
