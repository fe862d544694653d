package processpool.cluster;

/** What members say to each other. The first byte of each JGroups message is the kind's ordinal. */
enum Envelope {
  /** A driver asks a member it does not know. */
  WHO,
  /** A node answers: {@code version:int, name, address, workers:int}. */
  HERE,
  /** A piece of a session's bytes: {@code session:long, offset:long, bytes}. */
  TO_NODE,
  /** The same in the other direction. */
  TO_DRIVER,
  /**
   * So much of a session's bytes that went to the node has been used: {@code session:long, :long}.
   */
  USED_BY_NODE,
  /** The same in the other direction. */
  USED_BY_DRIVER,
  /** A node that works for a driver asks whether that is there: {@code when:long}. */
  PING,
  /** It is: {@code the same when:long}. */
  PONG,
  /** A node has nothing (more) of a session, and why: {@code session:long, text}. */
  OVER,
  /** A node is about to leave. */
  LEAVING;

  /** Both sides must have the same; with it goes that of what drivers and workers say. */
  static final int VERSION = 1;

  private static final Envelope[] ALL = values();

  /** Null for what no member of this version says. */
  static @org.jspecify.annotations.Nullable Envelope of(byte first) {
    return first >= 0 && first < ALL.length ? ALL[first] : null;
  }
}
