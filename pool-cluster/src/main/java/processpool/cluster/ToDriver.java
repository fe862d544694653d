package processpool.cluster;

/**
 * What a node says to a driver in a session. The first byte of each message is the kind's ordinal;
 * numbers are those of {@link ToNode}.
 */
enum ToDriver {
  /** A worker's process exists: {@code worker:int, pid:long}. */
  STARTED,
  /** It can take its first chunk: {@code worker:int, pid:long}. */
  READY,
  /** Calls have begun: {@code worker:int, chunk:int, begun:int}. */
  BEGUN,
  /** {@code worker:int, chunk:int, first call:int, count:int, outcomes…}. */
  REPLIED,
  /**
   * Chunks are done with: {@code worker:int, nanoseconds that a chunk takes it lately:long,
   * count:int}, and of each {@code chunk:int, nanoseconds from its arrival:long}.
   */
  DONE,
  /** The answer to TAKE_BACK: {@code worker:int, chunk:int, 0 or 1}. */
  GAVE_BACK,
  /** The answer to STOP: {@code worker:int, chunk:int, 0 or 1}. */
  STOPPED,
  /** A chunk is more than a worker's message can hold: {@code worker:int, chunk:int, why}. */
  UNSENDABLE,
  /** {@code worker:int, stream:byte, bytes}. */
  PRINTED,
  /** A worker is to be replaced soon: {@code worker:int}. */
  WORN,
  /**
   * A worker has ended: {@code worker:int, death…, count:int}, and {@code chunk:int, begun:int}.
   */
  ENDED,
  /** A worker lacks a class. */
  CLASS_REQUEST,
  /** A worker lacks a shared value: {@code request:int, pool:long, number:int, offset:long}. */
  VALUE_REQUEST
}
