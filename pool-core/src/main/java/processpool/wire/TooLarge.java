package processpool.wire;

/** What is larger than anything that is sent at once. */
final class TooLarge {
  private TooLarge() {}

  /** For a message. */
  static IllegalArgumentException forAMessage(long size) {
    return new IllegalArgumentException(
        "too large to send to or from a worker: a message holds at most 2 GiB, size="
            + size
            + "; write it to a file and send the file's path, or split it among several tasks");
  }

  /** An error that the JDK makes of a longer array than it has, not the JVM of too small a heap. */
  static boolean isMeantBy(OutOfMemoryError error) {
    return String.valueOf(error.getMessage()).startsWith("Required length exceeds");
  }
}
