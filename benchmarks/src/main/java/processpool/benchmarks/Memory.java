package processpool.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process takes of the memory, where {@code /proc} tells. */
final class Memory {
  private Memory() {}

  /** Bytes that it has now. */
  static double resident(long pid) throws IOException {
    return bytes(pid, "VmRSS:");
  }

  /** Bytes that it had at most. */
  static double peak(long pid) throws IOException {
    return bytes(pid, "VmHWM:");
  }

  private static double bytes(long pid, String what) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith(what)) {
        return 1024.0 * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no " + what + " pid=" + pid);
  }
}
