package processpool.wire;

/**
 * How the memory that a parent and one worker share is laid out.
 *
 * <pre>
 *   file      0  claims: one int for each chunk that may be on its way, see {@link Claims}
 *          1024  ring of requests, parent to worker
 *                ring of replies, worker to parent
 *                draft of replies, see {@link Draft}
 *                end: long, as the parent wrote it unless the file was cut short
 *
 *   ring      0  TAIL      long, bytes ever put          written by the producer
 *           128  HEAD      long, bytes ever taken        written by the consumer
 *           256  SLEEPING  int, 1: ring when you put     set by the consumer
 *           384  DATA      records, capacity bytes
 *
 *   record    0  int: length of the payload; highest bit: not a whole message; or PADDING
 *             4  payload, then up to 7 unused bytes: records begin at multiples of 8
 * </pre>
 *
 * Words that different processes write lie 128 bytes apart, or each write would take the cache line
 * away from the other side (and hardware likes to fetch lines in pairs).
 */
final class RingDescriptor {
  static final int TAIL = 0;
  static final int HEAD = 128;
  static final int SLEEPING = 256;
  static final int DATA = 384;

  static final int HEADER = Integer.BYTES;
  static final int PARTIAL = 1 << 31;

  /** In place of a header: the rest, up to the end of the ring, is unused. */
  static final int PADDING = -1;

  /** Chunks that may be on their way to one worker. */
  static final int SLOTS = 64;

  /** An argument of a mebibyte fits whole, so that nobody has to wait with the rest of it. */
  static final int REQUESTS_CAPACITY = 1 << 21;

  static final int REPLIES_CAPACITY = 1 << 20;

  /** Pieces this large still leave both sides something to do at the same time. */
  static final int LARGEST = 1 << 16;

  static final int REQUESTS = 1024;
  static final int REPLIES = REQUESTS + DATA + REQUESTS_CAPACITY + 128;
  static final int DRAFT = REPLIES + DATA + REPLIES_CAPACITY;
  static final int DRAFT_CAPACITY = 1 << 15;
  static final int END = DRAFT + 128 + DRAFT_CAPACITY; // with room to write a little too much
  static final int FILE = END + Long.BYTES;

  private RingDescriptor() {}
}
