package processpool.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Who has a chunk that was sent ahead, and how far it is: one shared word for each such chunk, a
 * slot.
 *
 * <pre>
 *   parent offers          ticket    (any number above 0, a new one for each chunk)
 *   parent takes back      ticket to 0:        it has not begun, and never will
 *   worker claims          ticket to -1:       its first call has begun; nobody can take it back
 *   worker begins call n   -n to -(n+1):       so many calls have begun, this one included
 *   parent stops           -n to -(n+STOPPED): the worker will begin no further call of it
 * </pre>
 *
 * Both change the word by compare-and-set where both may want to, so exactly one of them wins. The
 * ticket travels with the chunk; a worker that comes upon a chunk taken back long ago finds another
 * number, and skips it. What a dead worker had begun can be read as it left it.
 */
public final class Claims {
  /** How many chunks may be on their way to one worker: as many as a long has bits. */
  public static final int SLOTS = RingDescriptor.SLOTS;

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final int NOBODY = 0;
  private static final int STOPPED = 1 << 30;

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
   * Parent: how many calls of a chunk the worker has begun.
   *
   * @param slot which
   * @return 0 when it has not begun the chunk
   */
  public int begun(int slot) {
    int word = (int) WORD.getAcquire(memory, slot * Integer.BYTES);
    return word < 0 ? -word & ~STOPPED : 0;
  }

  /**
   * Parent: keeps the worker from beginning further calls of a chunk that was sent with the word
   * that calls are to be told.
   *
   * @param slot which
   * @param begun how many of its calls have begun, at least 1
   * @return false when more have begun: nothing is changed then
   */
  public boolean stop(int slot, int begun) {
    return WORD.compareAndSet(memory, slot * Integer.BYTES, -begun, -begun - STOPPED);
  }

  /**
   * Worker: begins a chunk, and its first call.
   *
   * @param slot which
   * @param ticket the chunk's
   * @return false when it was taken back: skip it
   */
  public boolean claim(int slot, int ticket) {
    return WORD.compareAndSet(memory, slot * Integer.BYTES, ticket, -1);
  }

  /**
   * Worker: begins another call of a chunk that nobody will stop.
   *
   * @param slot which
   * @param call its number in the chunk, from 0
   */
  public void begin(int slot, int call) {
    WORD.setRelease(memory, slot * Integer.BYTES, -(call + 1));
  }

  /**
   * Worker: begins another call of a chunk, unless it was stopped.
   *
   * @param slot which
   * @param call its number in the chunk, from 0
   * @return false when it must not begin
   */
  public boolean beginUnlessStopped(int slot, int call) {
    return WORD.compareAndSet(memory, slot * Integer.BYTES, -call, -(call + 1));
  }
}
