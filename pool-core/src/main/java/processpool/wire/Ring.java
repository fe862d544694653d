package processpool.wire;

import static processpool.wire.RingDescriptor.DATA;
import static processpool.wire.RingDescriptor.HEAD;
import static processpool.wire.RingDescriptor.HEADER;
import static processpool.wire.RingDescriptor.LARGEST;
import static processpool.wire.RingDescriptor.PADDING;
import static processpool.wire.RingDescriptor.PARTIAL;
import static processpool.wire.RingDescriptor.SLEEPING;
import static processpool.wire.RingDescriptor.TAIL;

import java.io.StreamCorruptedException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One direction of a shared memory link: a ring of records with one producer and one consumer, in
 * two processes. {@link RingDescriptor} draws the memory.
 *
 * <p>Memory order, argued here and nowhere else. Three words are shared; everything else is plain
 * data that one of them guards.
 *
 * <ul>
 *   <li><b>tail</b>, written by the producer with release after the record's bytes, read by the
 *       consumer with acquire before them: who sees the tail sees the whole record. A producer that
 *       is killed in the middle of a record has not moved the tail, so nobody ever sees half of
 *       one.
 *   <li><b>head</b>, written by the consumer with release after it has copied a record out, read by
 *       the producer with acquire before it writes over that place: no record is overwritten that
 *       is still being read.
 *   <li><b>sleeping</b>, the doorbell's button. The consumer sets it and then looks at the tail
 *       again; the producer moves the tail and then looks at it. Both have a full fence between the
 *       two (Dekker's way), so at least one of them sees what the other did: either the consumer
 *       finds the record and stays awake, or the producer finds it asleep, clears the button and
 *       rings. A consumer that lies down again just then may find its button cleared: a bell comes.
 * </ul>
 *
 * <p>Head and tail count bytes from the beginning of time, so full and empty need no flag; each
 * side keeps the other's counter as it last saw it and looks again only when that is not enough.
 * What the other process wrote is checked before it is believed: a damaged ring is an exception,
 * not a crash.
 */
final class Ring {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final ByteBuffer memory;
  private final int base;
  private final int capacity;

  /** The producer's side: its own counter, and the consumer's as last seen. */
  private long tail;

  private long seenHead;

  /** The consumer's side, likewise. */
  private long head;

  private long seenTail;

  /**
   * Uses a part of a mapped file.
   *
   * @param memory the mapping, in native byte order
   * @param base where the ring's words begin, a multiple of 64
   * @param capacity how many bytes of records it holds, a power of two
   */
  Ring(ByteBuffer memory, int base, int capacity) {
    this.memory = memory;
    this.base = base;
    this.capacity = capacity;
  }

  // ---- the producer's side: one thread at a time

  /**
   * Puts a record and shows it to the consumer; false when there is no room for it now.
   *
   * @throws StreamCorruptedException when the consumer's word cannot be true, or the memory is gone
   */
  boolean offer(byte[] bytes, int offset, int length, boolean partial)
      throws StreamCorruptedException {
    requireTail(); // else the consumer may have taken for our next record what somebody else put
    int needed = aligned(HEADER + length);
    int at = (int) tail & (capacity - 1);
    int untilEnd = capacity - at;
    boolean wraps = needed > untilEnd;
    if (!hasRoom(wraps ? untilEnd + needed : needed)) {
      return false;
    }
    if (wraps) { // a record lies in one piece: skip what is left before the end
      memory.putInt(base + DATA + at, PADDING);
      tail += untilEnd;
      at = 0;
    }
    int start = base + DATA + at;
    memory.putInt(start, partial ? length | PARTIAL : length);
    memory.put(start + HEADER, bytes, offset, length);
    tail += needed;
    LONG.setRelease(memory, base + TAIL, tail);
    requireTail(); // in memory that is gone nobody would notice
    return true;
  }

  /** What was shown is shown still; the producer's. */
  void requireTail() throws StreamCorruptedException {
    long there = (long) LONG.getOpaque(memory, base + TAIL);
    if (there != tail) {
      throw new StreamCorruptedException("damaged ring: tail=" + there + ", left at=" + tail);
    }
  }

  private boolean hasRoom(long needed) throws StreamCorruptedException {
    if (tail + needed - seenHead <= capacity) {
      return true;
    }
    long now = (long) LONG.getAcquire(memory, base + HEAD);
    if (now < seenHead || now > tail || (now & 7) != 0) {
      throw new StreamCorruptedException("damaged ring: head=" + now + ", tail=" + tail);
    }
    seenHead = now;
    return tail + needed - seenHead <= capacity;
  }

  /** Whether a message of so many bytes fits now, cut into records if need be. */
  boolean fits(long length) throws StreamCorruptedException {
    long records = length / LARGEST + 3; // one more may be cut short, and one skipped at the end
    return hasRoom(length + records * (HEADER + 8) + LARGEST);
  }

  /** After putting something: whether the consumer sleeps, and is to be woken by this caller. */
  boolean mustRing() {
    VarHandle.fullFence();
    return isAsleep();
  }

  /** Whether it sleeps still; once not, it finds all that was put before it was seen asleep. */
  boolean isAsleep() {
    return (int) INT.getOpaque(memory, base + SLEEPING) != 0;
  }

  /**
   * It is being woken. It may have woken meanwhile of itself, which no compare-and-set needs to
   * find out: a bell too many wakes nobody, and in code that is not compiled yet, a compare-and-set
   * of memory that was cut short is the end of the whole JVM, where all else is an InternalError.
   */
  void isBeingWoken() {
    INT.setVolatile(memory, base + SLEEPING, 0);
  }

  // ---- the consumer's side: one thread at a time

  /** Whether there is nothing to take. */
  boolean isEmpty() {
    if (head != seenTail) {
      return false;
    }
    seenTail = (long) LONG.getAcquire(memory, base + TAIL);
    return head == seenTail;
  }

  /** Sets or clears the sign that says the producer must ring; then look again before sleeping. */
  void sleeping(boolean yes) {
    INT.setVolatile(memory, base + SLEEPING, yes ? 1 : 0);
    VarHandle.fullFence();
  }

  /**
   * The header of the next record of a ring that is not empty: its length, perhaps with {@link
   * RingDescriptor#PARTIAL}.
   *
   * @throws StreamCorruptedException when what stands there cannot be one
   */
  int header() throws StreamCorruptedException {
    long there = seenTail - head;
    int at = (int) head & (capacity - 1);
    if (there > capacity || there < 0 || (there & 7) != 0) {
      throw new StreamCorruptedException("damaged ring: head=" + head + ", tail=" + seenTail);
    }
    int header = memory.getInt(base + DATA + at);
    if (header == PADDING) {
      head += capacity - at;
      there = seenTail - head;
      at = 0;
      if (there <= 0) {
        throw new StreamCorruptedException("damaged ring: nothing behind padding, head=" + head);
      }
      header = memory.getInt(base + DATA);
    }
    int length = header & ~PARTIAL;
    int size = aligned(HEADER + length);
    if (length < 0 || length > LARGEST || size > there || size > capacity - at) {
      throw new StreamCorruptedException("damaged ring: length=" + length + ", there=" + there);
    }
    return header;
  }

  /** The first byte of the record at the head. */
  int firstByte() {
    int at = (int) head & (capacity - 1);
    return memory.get(base + DATA + at + HEADER) & 0xFF;
  }

  /** Copies some bytes of the record at the head. */
  void copy(int from, byte[] to, int offset, int length) {
    int at = (int) head & (capacity - 1);
    memory.get(base + DATA + at + HEADER + from, to, offset, length);
  }

  /** Gives the place of the record at the head, which is so long, back to the producer. */
  void release(int length) {
    head += aligned(HEADER + length);
    LONG.setRelease(memory, base + HEAD, head);
  }

  private static int aligned(int size) {
    return (size + 7) & -8;
  }
}
