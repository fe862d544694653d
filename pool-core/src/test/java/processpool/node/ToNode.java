package processpool.node;

/** What the driver says to a node. The first byte of each message is the kind's ordinal. */
enum ToNode {
  /** {@code workers:int, chunks per worker:int, options:int, option…, 0 or 1 function…}. */
  OPEN,
  /** Keep a function under a number: {@code number:int, function}. */
  FUNCTION,
  /** {@code chunk:int, calls:int, limit in nanoseconds:long, function number:int, arguments…}. */
  RUN,
  /** Give a chunk back unless it has begun: {@code chunk:int}. */
  TAKE_BACK,
  /** Begin no further call of a chunk: {@code chunk:int, begun:int}. */
  STOP,
  /** End a chunk together with what runs it: {@code chunk:int}. */
  ABORT,
  /** A class, as the class server answers. */
  CLASS,
  /** Leave, behind all chunks. */
  LEAVE,
  /** End now. */
  END
}
