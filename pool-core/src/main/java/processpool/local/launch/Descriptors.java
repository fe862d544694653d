package processpool.local.launch;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sees to it that a process is started only where there are file descriptors for its pipes. The
 * JDK, 25 too, cleans up after a start without them by closing descriptors of any number: that may
 * be a stream of the program's, or another worker's pipe.
 */
final class Descriptors {
  /** Five pipes: three streams, the error of the start, and a signal to begin. */
  private static final int NEEDED = 10;

  private Descriptors() {}

  /** Fails when there are not enough of them at the moment. */
  static void require() throws IOException {
    File file = new File("/dev/null");
    if (!file.canRead()) {
      return; // Windows, which has no such limit
    }
    List<FileInputStream> taken = new ArrayList<>();
    try {
      while (taken.size() < NEEDED) {
        taken.add(new FileInputStream(file));
      }
    } catch (IOException full) {
      throw new IOException(
          "error=24, Too many open files: a process takes " + NEEDED + ", left=" + taken.size(),
          full);
    } finally {
      for (FileInputStream one : taken) {
        one.close();
      }
    }
  }
}
