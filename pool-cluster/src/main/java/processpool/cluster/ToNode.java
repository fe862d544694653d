package processpool.cluster;

/**
 * What a driver says to a node in a session. The first byte of each message is the kind's ordinal;
 * {@code worker} is a worker's number in the session, {@code chunk} a chunk's with its worker.
 */
enum ToNode {
  /** First of all: see {@link SessionSettings}. */
  OPEN,
  /** Start a worker: {@code worker:int, index:int}. */
  START,
  /** Keep a function under a number: {@code number:int, function}. */
  FUNCTION,
  /**
   * {@code worker:int, chunk:int, may begin:byte, calls:int, limit in nanoseconds:long, function
   * number:int, arguments…}.
   */
  RUN,
  /** A chunk may begin that was not to: {@code worker:int, chunk:int}. */
  GO,
  /** Forget a chunk that was not to begin: {@code worker:int, chunk:int}. */
  DROP,
  /** Give a chunk back unless it has begun: {@code worker:int, chunk:int}. */
  TAKE_BACK,
  /** Begin no further call of a chunk: {@code worker:int, chunk:int, begun:int}. */
  STOP,
  /** A worker leaves, behind all chunks: {@code worker:int}. */
  LEAVE,
  /** A worker ends now: {@code worker:int}. */
  END,
  /** A class, as the class server answers. */
  CLASS,
  /** A piece of a shared value: {@code request:int}, then as the values themselves say. */
  VALUE,
  /** A shared value is let go: {@code pool:long, number:int}. */
  RELEASE,
  /** No worker is left, and none will come: forget the session. */
  CLOSE
}
