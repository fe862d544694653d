package processpool.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a process has in use. Linux tells that for free; other systems are not asked. */
final class ResidentMemory {
  private static final String LINE = "\nVmRSS:";

  private ResidentMemory() {}

  /**
   * Looks.
   *
   * @param pid which process
   * @return bytes; -1 when that is not known
   */
  static long of(long pid) {
    if (pid <= 0) {
      return -1;
    }
    try {
      byte[] status = Files.readAllBytes(Path.of("/proc/" + pid + "/status"));
      return in(new String(status, StandardCharsets.ISO_8859_1));
    } catch (IOException | RuntimeException goneOrNotLinux) {
      return -1;
    }
  }

  /** Of a process that ends, and has let its memory go, there is no such line. */
  static long in(String status) {
    int line = status.indexOf(LINE);
    if (line < 0) {
      return -1;
    }
    long kilobytes = 0;
    boolean some = false;
    for (int i = line + LINE.length(); i < status.length(); i++) {
      char c = status.charAt(i);
      if (c >= '0' && c <= '9') {
        kilobytes = 10 * kilobytes + (c - '0');
        some = true;
      } else if (some) {
        return kilobytes << 10;
      }
    }
    return -1;
  }
}
