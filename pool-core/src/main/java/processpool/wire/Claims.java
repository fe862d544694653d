package processpool.wire;

import java.io.StreamCorruptedException;
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
 *   parent takes back      ticket to ticket+TAKEN_BACK: it has not begun, and never will
 *   worker claims          ticket to -1:       its first call has begun; nobody can take it back
 *   worker begins call n   -n to -(n+1):       so many calls have begun, this one included
 *   parent stops           -n to -(n+STOPPED): the worker will begin no further call of it
 * </pre>
 *
 * Both change the word by compare-and-set where both may want to, so exactly one of them wins. The
 * ticket travels with the chunk; a worker that comes upon a chunk taken back long ago finds the
 * ticket of one that was offered later, and skips it. What a dead worker had begun can be read as
 * it left it.
 *
 * <p>A word that is none of those has been overwritten, by native code perhaps. The worker that
 * finds such a one ends, as else it would skip a chunk that the parent believes to be running. Not
 * every such word can be told from a true one, so of each chunk that it skips it tells the parent.
 */
public final class Claims {
  /** How many chunks may be on their way to one worker: as many as a long has bits. */
  public static final int SLOTS = RingDescriptor.SLOTS;

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  /** Tickets are from 1 to this, and then from 1 again. */
  public static final int LAST_TICKET = (1 << 30) - 1;

  private static final int TAKEN_BACK = 1 << 30;
  private static final int STOPPED = 1 << 30;

  /** Of chunks that a worker has not come upon, not so many can have been taken back. */
  private static final int MOST_LATER = 1 << 16;

  private final ByteBuffer memory;

  Claims(ByteBuffer memory) {
    this.memory = memory;
  }

  /**
   * Parent: offers a chunk. To be called before the chunk is sent, which makes it visible.
   *
   * @param slot which, free
   * @param ticket the one after the last
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
    int at = slot * Integer.BYTES;
    return WORD.compareAndSet(memory, at, ticket, ticket | TAKEN_BACK)
        && (int) WORD.getOpaque(memory, at) == (ticket | TAKEN_BACK); // or the memory is gone
  }

  /**
   * Parent: how many calls of a chunk the worker has begun.
   *
   * @param slot which
   * @param ticket the chunk's
   * @return 0 when it has not begun the chunk; at least 1 when nobody can tell any more
   */
  public int begun(int slot, int ticket) {
    int word = (int) WORD.getAcquire(memory, slot * Integer.BYTES);
    return word == ticket || word == (ticket | TAKEN_BACK) ? 0 : begun(word);
  }

  private static int begun(int word) {
    return word < 0 ? Math.max(1, -word & ~STOPPED) : 1;
  }

  /**
   * Parent: keeps the worker from beginning further calls of a chunk that was sent with the word
   * that calls are to be told.
   *
   * @param slot which
   * @param ticket the chunk's
   * @param begun how many of its calls have begun
   * @param calls how many it has
   * @return false when more have begun: nothing is changed then
   */
  public boolean stop(int slot, int ticket, int begun, int calls) {
    boolean stopped =
        begun == 0
            ? takeBack(slot, ticket)
            : WORD.compareAndSet(memory, slot * Integer.BYTES, -begun, -begun - STOPPED);
    if (stopped) {
      return true;
    }
    int word = (int) WORD.getAcquire(memory, slot * Integer.BYTES);
    return word >= -begun || word < -calls; // overwritten: nobody can tell that it has gone on
  }

  /**
   * Worker: begins a chunk, and its first call.
   *
   * @param slot which
   * @param ticket the chunk's
   * @return false when it was taken back: skip it
   * @throws StreamCorruptedException when the word is none that the parent can have left
   */
  public boolean claim(int slot, int ticket) throws StreamCorruptedException {
    int found = (int) WORD.compareAndExchange(memory, slot * Integer.BYTES, ticket, -1);
    if (found == ticket) {
      return true;
    }
    int later = (found & ~TAKEN_BACK) - ticket;
    if (found <= 0 || Math.floorMod(later, LAST_TICKET) > MOST_LATER) {
      throw damaged(slot, found);
    }
    return false;
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
   * @throws StreamCorruptedException when the word is none that the parent can have left
   */
  public boolean beginUnlessStopped(int slot, int call) throws StreamCorruptedException {
    int found = (int) WORD.compareAndExchange(memory, slot * Integer.BYTES, -call, -(call + 1));
    if (found != -call && found != -call - STOPPED) {
      throw damaged(slot, found);
    }
    return found == -call;
  }

  private static StreamCorruptedException damaged(int slot, int word) {
    return new StreamCorruptedException(
        "damaged memory: a claim was overwritten, slot=" + slot + ", word=" + word);
  }
}
