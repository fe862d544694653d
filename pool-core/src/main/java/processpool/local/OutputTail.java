package processpool.local;

import java.nio.charset.StandardCharsets;

/** The last that was added, as text: what a JVM says as it dies. Thread-safe. */
final class OutputTail {
  private static final int KEPT = 8192;

  private final byte[] ring = new byte[KEPT];
  private long added;

  synchronized void add(byte[] bytes, int offset, int length) {
    for (int i = Math.max(0, length - KEPT); i < length; i++) {
      ring[(int) ((added + i) % KEPT)] = bytes[offset + i];
    }
    added += length;
  }

  synchronized String text() {
    int length = (int) Math.min(added, KEPT);
    byte[] ordered = new byte[length];
    for (int i = 0; i < length; i++) {
      ordered[i] = ring[(int) ((added - length + i) % KEPT)];
    }
    return new String(ordered, StandardCharsets.UTF_8).strip();
  }
}
