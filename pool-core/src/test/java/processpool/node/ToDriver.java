package processpool.node;

/** What a node says to its driver. The first byte of each message is the kind's ordinal. */
enum ToDriver {
  /** A first worker is ready: {@code node's pid:long}. */
  READY,
  /** Said before it can be true: {@code chunk:int, begun:int, worker's pid:long}. */
  BEGUN,
  /** {@code chunk:int, first call:int, count:int, outcomes…}. */
  REPLIED,
  /** All calls of a chunk have been answered for: {@code chunk:int}. */
  DONE,
  /** The answer to TAKE_BACK: {@code chunk:int, 0 or 1}. */
  GAVE_BACK,
  /** The answer to STOP: {@code chunk:int, 0 or 1}. */
  STOPPED,
  /** What ran a chunk has ended: {@code chunk:int, begun:int, death…}. */
  LOST,
  /** A chunk is more than a worker's message can hold: {@code chunk:int, why}. */
  UNSENDABLE,
  /** {@code stream:byte, bytes}. */
  PRINTED,
  /** As a worker asks for a class. */
  CLASS_REQUEST,
  /** No worker can be started: {@code death…}. The end follows. */
  FAILED
}
