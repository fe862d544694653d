package processpool.worker;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Whether this process has more memory than it may. Looked at as a task ends, but not within a
 * millisecond of the last look, in which a process gains little: a look takes a few microseconds.
 * Where the system does not tell what is resident, it is what the JVM has taken for heap, classes
 * and code.
 */
final class Resident {
  private static final long LOOK_NANOS = 1_000_000;
  private static final int USUAL_PAGE = 4096;

  /** Of the pairs in {@code auxv}: the size of a page. */
  private static final long PAGE_SIZE = 6;

  private final long most;
  private final byte[] text = new byte[128];
  private @Nullable RandomAccessFile pages;
  private long pageSize = USUAL_PAGE;
  private long lastLook = System.nanoTime() - LOOK_NANOS;
  private boolean told;

  Resident(long most) {
    this.most = most;
    try {
      pages = new RandomAccessFile("/proc/self/statm", "r");
      pageSize = pageSize();
    } catch (IOException notLinux) {
      pages = null;
    }
  }

  private static long pageSize() throws IOException {
    try (FileInputStream in = new FileInputStream("/proc/self/auxv")) {
      ByteBuffer pairs = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.nativeOrder());
      while (pairs.remaining() >= 2 * Long.BYTES) {
        long key = pairs.getLong();
        long value = pairs.getLong();
        if (key == PAGE_SIZE) {
          return value;
        }
      }
    }
    return USUAL_PAGE;
  }

  /** Whether it has too much, and has not been told so yet. */
  boolean isTooMuch() {
    long now = System.nanoTime();
    if (told || now - lastLook < LOOK_NANOS) {
      return false;
    }
    told = bytes() > most;
    lastLook = System.nanoTime();
    return told;
  }

  private long bytes() {
    RandomAccessFile from = pages;
    if (from != null) {
      try {
        from.seek(0);
        int length = from.read(text);
        return resident(new String(text, 0, Math.max(0, length), StandardCharsets.ISO_8859_1));
      } catch (IOException | RuntimeException unreadable) { // or closed by a task, by its number
        pages = null;
      }
    }
    return Runtime.getRuntime().totalMemory()
        + ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getCommitted();
  }

  /** The second of the numbers in pages. */
  private long resident(String statm) {
    int from = statm.indexOf(' ') + 1;
    return Long.parseLong(statm.substring(from, statm.indexOf(' ', from))) * pageSize;
  }
}
