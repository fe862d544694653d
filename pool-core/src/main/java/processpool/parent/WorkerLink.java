package processpool.parent;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import processpool.wire.Claims;
import processpool.wire.FrameWriter;
import processpool.wire.FunctionCode;
import processpool.wire.MessageKind;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.Outbox;
import processpool.wire.RingReader;
import processpool.wire.RingWriter;
import processpool.wire.SharedMemory;
import processpool.wire.Spin;

/**
 * The parent's end of the link to one worker: over the pipes at first, then, where it can be had,
 * through shared memory.
 *
 * <p>Chunks are sent by whoever hands them over. Replies in shared memory are taken in by whoever
 * holds {@link #taking}: a thread that waits for a result anyway, or, when none does and the worker
 * rings, the worker's reader. So an answer that comes at once costs no thread its sleep.
 */
final class WorkerLink implements RingWriter.Bell {
  /** What to do with replies. */
  interface Replies {
    /** Takes one in. */
    void take(MessageReader reply) throws IOException;

    /** There are no more at the moment. */
    void pause();

    /** Has this done on a thread that may take its time. */
    void later(Runnable rest);

    /** The link is not to be used any more. */
    void damaged(Throwable why);
  }

  private static final System.Logger LOG = System.getLogger("processpool");

  /** What fits a pipe whatever the platform, so that writing it to an idle worker cannot block. */
  private static final long PIPE_ROOM = 4000;

  /** A wait that may be short is spent awake for so long. */
  private static final long PATIENCE_NANOS = 200_000;

  private static final long ALERT_NANOS = 30_000;
  private static final int BATCH = 32;
  private static final int YIELDS = 50;

  private static final int SLOTS = Claims.SLOTS;

  private final FrameWriter pipe;
  private final Replies replies;
  private final BooleanSupplier connected;
  private final AtomicReferenceArray<@Nullable Chunk> slots = new AtomicReferenceArray<>(SLOTS);

  // Sending; guarded by this:
  private final Map<FunctionCode, Integer> sent = new HashMap<>();
  private MessageWriter message = new MessageWriter();
  private Outbox requests;

  /** Mapped on both sides, and to be used from the next chunk on. */
  private volatile @Nullable SharedMemory memory;

  private volatile @Nullable Claims claims;

  // Taking replies in; guarded by taking, but for the reference:
  private final ReentrantLock taking = new ReentrantLock();
  private volatile @Nullable RingReader inbox;

  /**
   * The reader has the lock; it lets it go when a helper comes. Would it stay, each answer would go
   * through two threads, and waking the second takes thirty times as long as all the rest.
   */
  private volatile boolean readerTakes;

  private volatile boolean helperComes;

  /**
   * A bell has not been answered. The reader does not queue for the lock: each helper would wake it
   * when letting go, and have the lock back before it is there. Whoever lets go looks here.
   */
  private volatile boolean rung;

  /** That of the threads that wait for a result; that of the reader after a bell. */
  private final Spin patience = new Spin(PATIENCE_NANOS);

  private final Spin alert = new Spin(ALERT_NANOS);
  private long quietSince;
  private volatile long gaveUp;

  WorkerLink(FrameWriter pipe, Replies replies, BooleanSupplier connected) {
    this.pipe = pipe;
    this.requests = pipe;
    this.replies = replies;
    this.connected = connected;
  }

  // ---- sending

  /** Says something beside the chunks. Fails in silence: the worker's end, which follows, tells. */
  void send(MessageWriter control) {
    try {
      pipe.send(control);
    } catch (IOException gone) {
      LOG.log(System.Logger.Level.TRACE, "sending to an ended worker", gone);
    }
  }

  /** Asks it to leave, behind all chunks. */
  synchronized void leave() {
    try {
      requests.send(new MessageWriter(MessageKind.QUIT));
    } catch (IOException gone) {
      LOG.log(System.Logger.Level.TRACE, "sending to an ended worker", gone);
    }
  }

  /**
   * Sends a chunk.
   *
   * @param sayStarted whether the worker is to tell when it begins
   * @return null; or what is left to do, on a thread that may wait, as the chunk is large
   * @throws IOException when an argument cannot be serialized any more
   */
  synchronized @Nullable Runnable send(Chunk chunk, boolean sayStarted) throws IOException {
    SharedMemory mapped = memory;
    if (mapped != null && requests == pipe) {
      useMemory(mapped);
    }
    Outbox to = requests;
    int function = number(chunk.function());
    message
        .restart(MessageKind.RUN)
        .putInt(chunk.slot)
        .putInt(chunk.ticket)
        .putByte(sayStarted || to == pipe ? 1 : 0)
        .putInt(function)
        .putInt(chunk.items());
    try {
      chunk.putArguments(message);
    } catch (Throwable unsendable) {
      message.clear();
      throw unsendable;
    }
    Claims shared = claims;
    if (shared != null) {
      shared.offer(chunk.slot, chunk.ticket);
    }
    slots.setRelease(chunk.slot, chunk); // not before the offer: the last one left CLAIMED there
    boolean waits =
        to instanceof RingWriter ring ? !ring.hasRoomFor(message) : message.length() > PIPE_ROOM;
    if (!waits) {
      finish(to, message);
      message.clear(); // arguments are not kept beyond their task
      return null;
    }
    MessageWriter large = message;
    message = new MessageWriter();
    return () -> finish(to, large);
  }

  private void finish(Outbox to, MessageWriter message) {
    try {
      to.send(message);
    } catch (StreamCorruptedException damage) {
      replies.damaged(damage);
    } catch (IOException gone) {
      LOG.log(System.Logger.Level.TRACE, "sending to an ended worker", gone);
    }
  }

  private int number(FunctionCode function) throws IOException {
    Integer number = sent.get(function);
    if (number == null) {
      number = sent.size();
      sent.put(function, number);
      MessageWriter keep = new MessageWriter(MessageKind.FUNCTION).putInt(number);
      function.putTo(keep);
      finish(requests, keep);
    }
    return number;
  }

  // ---- shared memory

  /** Offers memory to the worker; its answer comes as MAPPED. */
  void offer(SharedMemory made) {
    send(new MessageWriter(MessageKind.MAP).putString(made.address()));
  }

  /** The worker has it: the next chunk goes there. */
  void memoryMapped(SharedMemory made) {
    memory = made;
  }

  /** All that went over the pipe has been answered: one chunk at a time travels there. */
  private void useMemory(SharedMemory mapped) {
    RingReader reader = mapped.replyReader();
    reader.sleeping(true);
    inbox = reader;
    claims = mapped.claims();
    requests = mapped.requestWriter(this);
    send(new MessageWriter(MessageKind.SWITCH));
  }

  /** How many chunks the worker can be handed at a time. */
  int depth() {
    return claims == null ? 1 : SLOTS;
  }

  /** The chunk in a slot, or null. */
  @Nullable Chunk chunk(int slot) throws IOException {
    if (slot < 0 || slot >= SLOTS) {
      throw new IOException("the worker named a slot that is none: slot=" + slot);
    }
    return slots.getAcquire(slot);
  }

  void clear(Chunk chunk) {
    slots.compareAndSet(chunk.slot, chunk, null);
  }

  boolean takeBack(Chunk chunk) {
    Claims shared = claims;
    boolean back = shared != null && has(chunk) && shared.takeBack(chunk.slot, chunk.ticket);
    if (back) {
      clear(chunk);
    }
    return back;
  }

  boolean hasBegun(Chunk chunk) {
    Claims shared = claims;
    return chunk.begun || (shared != null && has(chunk) && shared.isClaimed(chunk.slot));
  }

  private boolean has(Chunk chunk) {
    return slots.getAcquire(chunk.slot) == chunk;
  }

  @Override
  public void ring() throws IOException {
    pipe.send(new MessageWriter(MessageKind.BELL));
  }

  @Override
  public boolean isConnected() {
    return connected.getAsBoolean();
  }

  // ---- taking replies in from shared memory

  /** The worker rang. */
  void answerBell() {
    long now = System.nanoTime();
    alert.slept(now - quietSince);
    patience.slept(now - gaveUp); // whoever waited before would have got it a little later
    RingReader from = inbox;
    rung = true;
    while (from != null && rung && taking.tryLock()) {
      try {
        rung = false;
        readerTakes = true;
        takeReplies(from, alert, () -> helperComes, WorkerLink::never);
      } finally {
        readerTakes = false;
        helperComes = false;
        taking.unlock();
      }
    }
    quietSince = System.nanoTime();
  }

  /** Somebody waits for a chunk, so long at most; of that, only a moment awake. */
  void help(Chunk chunk, long nanos) {
    RingReader from = inbox;
    if (from != null && lockToHelp(chunk)) {
      boolean all;
      try {
        long begun = System.nanoTime();
        long awake = Math.min(nanos, PATIENCE_NANOS);
        all =
            takeReplies(
                from,
                patience,
                () -> chunk.is(Chunk.ENDED) || System.nanoTime() - begun > awake,
                () -> System.nanoTime() - begun > nanos);
        gaveUp = System.nanoTime();
      } finally {
        taking.unlock();
      }
      if (all) {
        answerMissedBell(from);
      } else { // they keep coming, and our time is up
        rung = true;
        replies.later(() -> answerMissedBell(from));
      }
    }
  }

  /** The reader found the lock taken, perhaps after we had looked for the last time. */
  private void answerMissedBell(RingReader from) {
    while (rung && taking.tryLock()) {
      try {
        rung = false;
        takeReplies(from, patience, () -> true, WorkerLink::never);
      } finally {
        taking.unlock();
      }
    }
  }

  /** False when another helper is at it, which takes in ours too; the reader makes room for us. */
  @SuppressWarnings("ThreadPriorityCheck") // yielding is a courtesy here: nothing depends on it
  private boolean lockToHelp(Chunk chunk) {
    boolean locked = taking.tryLock();
    if (!locked && readerTakes) {
      helperComes = true; // for our next chunk, if the reader has just taken this one in
      for (int i = 0; !locked && readerTakes && !chunk.is(Chunk.ENDED) && i < YIELDS; i++) {
        Thread.yield();
        locked = taking.tryLock();
      }
    }
    return locked;
  }

  /** Until enough are there; false when it had to stop before it had taken in all. */
  private boolean takeReplies(
      RingReader from, Spin spin, BooleanSupplier enough, BooleanSupplier stop) {
    from.sleeping(false);
    do {
      drain(from, stop);
    } while (!enough.getAsBoolean()
        && spin.until(() -> !from.isEmpty() || enough.getAsBoolean())
        && !enough.getAsBoolean());
    from.sleeping(true);
    return drain(from, stop); // what came before that sign came perhaps without a bell
  }

  private static boolean never() {
    return false;
  }

  /** The worker has ended: takes in what it said before. */
  void takeLast() {
    RingReader from = inbox;
    if (from != null) {
      taking.lock();
      try {
        drain(from, WorkerLink::never);
      } finally {
        taking.unlock();
      }
    }
  }

  private boolean drain(RingReader from, BooleanSupplier stop) {
    try {
      int taken = 0;
      for (MessageReader reply = from.poll(); reply != null; reply = from.poll()) {
        replies.take(reply);
        if (++taken % BATCH == 0) {
          replies.pause();
          if (stop.getAsBoolean()) {
            return false;
          }
        }
      }
      replies.pause();
    } catch (Throwable damage) { // whatever it is, nobody would take in what follows
      inbox = null;
      replies.damaged(damage);
    }
    return true;
  }
}
