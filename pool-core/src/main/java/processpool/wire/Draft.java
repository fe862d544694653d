package processpool.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes that a worker has ready and has not sent yet, where they outlive it: a message for
 * each would cost more than a short call does. Read once the worker has ended.
 *
 * <pre>
 *    0  long: how many outcomes, their bytes' length     written last, with release
 *    8  int:  ticket of the chunk
 *   12  int:  number of the first of them in the chunk
 *   16  the outcomes' bytes
 * </pre>
 */
public final class Draft {
  /** The outcomes' bytes; what is larger is sent at once. */
  public static final int CAPACITY = RingDescriptor.DRAFT_CAPACITY;

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle IN_ARRAY =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int SHORT = 2 * Long.BYTES;
  private static final int TICKET = 8;
  private static final int FIRST = 12;
  private static final int BYTES = 16;

  private final ByteBuffer memory;
  private final int base;
  private int count;
  private int length;

  Draft(ByteBuffer memory, int base) {
    this.memory = memory;
    this.base = base;
  }

  /**
   * Worker: begins anew.
   *
   * @param ticket the chunk's
   * @param first the number in the chunk of the first outcome to be noted
   */
  public void restart(int ticket, int first) {
    LONG.setRelease(memory, base, 0L);
    VarHandle.storeStoreFence(); // nobody must find the old outcomes under the new names
    memory.putInt(base + TICKET, ticket);
    memory.putInt(base + FIRST, first);
    count = 0;
    length = 0;
  }

  /**
   * Worker: notes the next outcome.
   *
   * @param from holds its bytes, without attachments
   * @param mark where they begin
   * @return false when there is no room
   */
  public boolean note(MessageWriter from, long mark) {
    int begin = (int) mark;
    int more = from.size() - begin;
    if (length + more > CAPACITY) {
      return false;
    }
    if (from.isLatest(begin)) {
      long high = from.latest() << (Long.SIZE - Byte.SIZE * more);
      BIG_ENDIAN.set(memory, base + BYTES + length, high);
    } else if (more <= SHORT && begin + SHORT <= from.bytes().length) {
      copyShort(from.bytes(), begin, base + BYTES + length);
    } else {
      memory.put(base + BYTES + length, from.bytes(), begin, more);
    }
    count++;
    length += more;
    LONG.setRelease(memory, base, (long) count << 32 | length);
    return true;
  }

  /** A bulk copy takes longer to begin than this takes. What is too much is overwritten. */
  private void copyShort(byte[] from, int offset, int to) {
    LONG.set(memory, to, (long) IN_ARRAY.get(from, offset));
    LONG.set(memory, to + Long.BYTES, (long) IN_ARRAY.get(from, offset + Long.BYTES));
  }

  /** Outcomes that a dead worker left. */
  public record Left(int first, int count, MessageReader outcomes) {}

  /**
   * Parent: what the worker left of a chunk.
   *
   * @param ticket the chunk's
   * @return null when there is nothing of that chunk
   */
  public @Nullable Left left(int ticket) {
    long word = (long) LONG.getAcquire(memory, base);
    int outcomes = (int) (word >>> 32);
    int size = (int) word;
    if (outcomes <= 0 || size <= 0 || size > CAPACITY || memory.getInt(base + TICKET) != ticket) {
      return null;
    }
    byte[] bytes = new byte[size];
    memory.get(base + BYTES, bytes, 0, size);
    return new Left(memory.getInt(base + FIRST), outcomes, new MessageReader(bytes, size));
  }
}
