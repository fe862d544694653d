package processpool.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Who has a chunk that was sent ahead: one shared word for each such chunk, a slot.
 *
 * <pre>
 *   parent offers          ticket   (any number above 0, a new one for each chunk)
 *   worker claims          ticket to CLAIMED: it has begun, nobody can take it back
 *   parent takes back      ticket to 0:       it has not begun, and never will
 * </pre>
 *
 * Both change the word by compare-and-set, so exactly one of them wins. The ticket travels with the
 * chunk; a worker that comes upon a chunk taken back long ago finds another number, and skips it.
 */
public final class Claims {
  /** How many chunks may be on their way to one worker: as many as a long has bits. */
  public static final int SLOTS = RingDescriptor.SLOTS;

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final int NOBODY = 0;
  private static final int CLAIMED = -1;

  private final ByteBuffer memory;

  Claims(ByteBuffer memory) {
    this.memory = memory;
  }

  /**
   * Parent: offers a chunk. To be called before the chunk is sent, which makes it visible.
   *
   * @param slot which, free
   * @param ticket above 0, never used for this worker before
   */
  public void offer(int slot, int ticket) {
    WORD.setRelease(memory, slot * Integer.BYTES, ticket);
  }

  /**
   * Parent: takes a chunk back.
   *
   * @param slot which
   * @param ticket the chunk's
   * @return true when the worker has not begun it and never will
   */
  public boolean takeBack(int slot, int ticket) {
    return WORD.compareAndSet(memory, slot * Integer.BYTES, ticket, NOBODY);
  }

  /**
   * Parent: whether the worker has begun a chunk.
   *
   * @param slot which
   * @return whether
   */
  public boolean isClaimed(int slot) {
    return (int) WORD.getAcquire(memory, slot * Integer.BYTES) == CLAIMED;
  }

  /**
   * Worker: begins a chunk.
   *
   * @param slot which
   * @param ticket the chunk's
   * @return false when it was taken back: skip it
   */
  public boolean claim(int slot, int ticket) {
    return WORD.compareAndSet(memory, slot * Integer.BYTES, ticket, CLAIMED);
  }
}
