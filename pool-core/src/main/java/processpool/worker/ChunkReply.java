package processpool.worker;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import processpool.wire.Claims;
import processpool.wire.Draft;
import processpool.wire.MessageWriter;
import processpool.wire.ToParent;

/**
 * What comes of one chunk after another: which calls have begun, and how they ended, in a way that
 * the parent knows both should this process end at any moment.
 *
 * <p>With shared memory each call that begins is noted in the chunk's claim, and each outcome in
 * the {@link Draft}, so that outcomes can be sent together. Over pipes the parent knows what has
 * been sent: outcomes go out, and the next call is announced, before that begins. Calls that have
 * shown to be short are announced several at a time, or a million of them would take seconds.
 */
final class ChunkReply {
  /** A time limit counts for each call; saying so for each of a million short ones would cost. */
  private static final long TOLD_AGAIN = 1_000_000;

  /** Over pipes: so many calls of a chunk are announced one at a time, whatever they take. */
  private static final int ONE_BY_ONE = 64;

  private static final int MOST_AT_ONCE = 1024;

  /** What a call may take to be announced together with others. */
  private static final long SHORT = 100_000;

  private final ParentLink parent;
  private final MessageWriter message = new MessageWriter();

  private int slot;
  private int ticket;
  private boolean tells;
  private @Nullable Claims claims;
  private @Nullable Draft draft;
  private int calls;

  /** Calls that have ended; of them, the first whose outcome has not been sent. */
  private int ended;

  private int first;

  /** Over pipes: calls that have been announced, the last time so many. */
  private int announced;

  private int atOnce;
  private long lastTold;

  /** Where in the message that is being built some numbers stand, and the last outcome begins. */
  private long begunAt;

  private long countAt;
  private long lastOutcome;

  ChunkReply(ParentLink parent) {
    this.parent = parent;
  }

  /** Begins a chunk and its first call; false when the parent has taken it back. */
  boolean begin(int newSlot, int newTicket, int newCalls, boolean tellsWhenCallsBegin)
      throws IOException {
    claims = parent.claims();
    draft = parent.draft();
    Claims shared = claims;
    if (shared != null && !shared.claim(newSlot, newTicket)) {
      parent.send(message.restart(ToParent.SKIPPED).putInt(newSlot).putInt(newTicket));
      return false;
    }
    slot = newSlot;
    ticket = newTicket;
    calls = newCalls;
    tells = tellsWhenCallsBegin;
    ended = 0;
    announced = 1;
    atOnce = 1;
    restart();
    if (tells) {
      tell(1);
    }
    return true;
  }

  private void restart() {
    first = ended;
    message.restart(ToParent.PROGRESS).putInt(slot).putInt(ticket);
    begunAt = message.mark();
    message.putInt(0).putInt(first);
    countAt = message.mark();
    message.putInt(0);
    lastOutcome = message.mark();
    Draft shared = draft;
    if (shared != null && calls > 1) {
      shared.restart(ticket, first);
    }
  }

  /** Sends what is there, and that so many calls have begun. */
  private void tell(int begun) throws IOException {
    message.setInt(begunAt, begun);
    message.setInt(countAt, ended - first);
    parent.send(message);
    lastTold = tells ? System.nanoTime() : 0;
    restart();
  }

  /** Begins another call; false when the parent has stopped the chunk. */
  boolean beginCall(int call) throws IOException {
    Claims shared = claims;
    if (shared == null) {
      if (call >= announced) {
        announce(call);
      }
      return true;
    }
    if (!tells) {
      shared.begin(slot, call);
      return true;
    }
    if (!shared.beginUnlessStopped(slot, call)) {
      return false;
    }
    if (System.nanoTime() - lastTold > TOLD_AGAIN) {
      tell(call + 1);
    }
    return true;
  }

  private void announce(int call) throws IOException {
    boolean quick = call >= ONE_BY_ONE && System.nanoTime() - lastTold < SHORT;
    atOnce = quick ? Math.min(MOST_AT_ONCE, 2 * atOnce) : 1;
    announced = Math.min(calls, call + atOnce);
    tell(announced);
    lastTold = System.nanoTime();
  }

  /** Where the outcome of the call that runs is to be put. */
  MessageWriter outcome() {
    return message;
  }

  /** It has been put. What is large is sent, as no draft holds it, and nobody is to wait for it. */
  void callEnded() throws IOException {
    boolean large = message.hasAttachedSince(lastOutcome);
    message.detach(lastOutcome); // the next call may change what this one returned
    ended++;
    Draft shared = draft;
    if (ended < calls && (large || (shared != null && !shared.note(message, lastOutcome)))) {
      tell(ended);
    }
    lastOutcome = message.mark();
  }

  /** All calls have ended. */
  void end() throws IOException {
    if (calls == 1) {
      ended = 1;
    }
    message.setByte(0, ToParent.DONE.ordinal());
    message.setInt(begunAt, calls);
    message.setInt(countAt, calls - first);
    parent.send(message);
    message.clear();
  }
}
