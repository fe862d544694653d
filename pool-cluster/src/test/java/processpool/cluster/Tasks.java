package processpool.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the tests' workers run: classes that no node has. */
final class Tasks {
  private static String opened = "";
  private static int calls;

  private Tasks() {}

  static long pid() {
    return ProcessHandle.current().pid();
  }

  static int same(int x) {
    return x;
  }

  static int refuse(int x) {
    throw new IllegalArgumentException("refused: " + x);
  }

  static int callsHere() {
    return ++calls;
  }

  static void open(String name) {
    opened += name;
  }

  static String opened() {
    return opened;
  }

  /** Leaves its worker's pid in a file, and sleeps; returns the pid. */
  static long sleep(String file, long millis) throws IOException, InterruptedException {
    Path path = Path.of(file);
    Path half = Path.of(file + "." + pid());
    Files.writeString(half, "" + pid());
    Files.move(half, path);
    Thread.sleep(millis);
    return pid();
  }

  /** Leaves its worker's pid in a file, and waits for another file; returns the pid. */
  static long hold(String file, String release) throws IOException, InterruptedException {
    long pid = sleep(file, 0);
    while (!Files.exists(Path.of(release))) {
      Thread.sleep(10);
    }
    return pid;
  }
}
