package processpool.local;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Chunk;
import processpool.wire.MessageReader;
import processpool.wire.RingReader;
import processpool.wire.SharedMemory;
import processpool.wire.Spin;
import processpool.wire.ToParent;

/**
 * Takes in what one worker replies through shared memory.
 *
 * <p>That does whoever holds {@link #taking}: a thread that waits for an outcome anyway, or, when
 * none does and the worker rings, the worker's reader. So an answer that comes at once costs no
 * thread its sleep. A thread that waits with a limit leaves to others what may take long.
 */
final class ReplyReceiver {
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

  /** A wait that may be short is spent awake for so long. */
  private static final long PATIENCE_NANOS = 200_000;

  private static final long ALERT_NANOS = 30_000;
  private static final int BATCH = 32;
  private static final int YIELDS = 50;

  private final Replies replies;
  private final ReentrantLock taking = new ReentrantLock();
  private volatile @Nullable RingReader inbox;
  private volatile @Nullable SharedMemory memory;

  /** Of its tasks nothing is taken in any more: it has ended, or is damaged. By the lock. */
  private boolean silent;

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

  /** That of the threads that wait for an outcome; that of the reader after a bell. */
  private final Spin patience = new Spin(PATIENCE_NANOS);

  private final Spin alert = new Spin(ALERT_NANOS);
  private long quietSince;
  private volatile long gaveUp;

  ReplyReceiver(Replies replies) {
    this.replies = replies;
  }

  /** From now on replies come through memory. */
  void receiveFrom(SharedMemory mapped) {
    RingReader reader = mapped.replyReader();
    reader.sleeping(true);
    memory = mapped;
    inbox = reader;
  }

  /** Something came over the pipe. For the reader. */
  void takeFromPipe(MessageReader reply) throws IOException {
    if (!ToParent.concernsTasks(reply)) {
      boolean bell = ToParent.isBell(reply);
      replies.take(reply);
      if (!bell) {
        look();
      }
      return;
    }
    taking.lock();
    try {
      if (!silent) {
        if (inbox != null && !ToParent.isOutput(reply)) { // those come through memory by now
          throw ReplyHandler.outOfTurn(
              "over the pipe what becomes of tasks, as if it had no memory");
        }
        replies.take(reply);
        if (inbox == null) { // else whoever takes in what comes through memory sees to the rest
          replies.pause();
        }
      }
    } finally {
      taking.unlock();
    }
    look();
  }

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
        takeReplies(from, alert, () -> helperComes, ReplyReceiver::never, false);
      } finally {
        readerTakes = false;
        helperComes = false;
        taking.unlock();
      }
    }
    quietSince = System.nanoTime();
  }

  /**
   * Something else came over the pipe. What a task forges there may have a bell in it, so this is
   * the time to look.
   */
  void look() {
    RingReader from = inbox;
    if (from != null) {
      rung = true;
      answerMissedBell(from);
    }
  }

  /** Somebody waits for a chunk, so long at most; of that, only a moment awake. */
  void help(Chunk chunk, long nanos) {
    RingReader from = inbox;
    if (from == null || !lockToHelp(chunk)) {
      return;
    }
    boolean all;
    try {
      long begun = System.nanoTime();
      long awake = Math.min(nanos, PATIENCE_NANOS);
      all =
          takeReplies(
              from,
              patience,
              () -> chunk.isOver() || System.nanoTime() - begun > awake,
              () -> System.nanoTime() - begun > nanos,
              nanos < Long.MAX_VALUE);
      gaveUp = System.nanoTime();
    } finally {
      taking.unlock();
    }
    if (all) {
      answerMissedBell(from);
    } else { // they keep coming, and our time is up; or one would take too long
      rung = true;
      replies.later(() -> answerMissedBell(from));
    }
  }

  /** The reader found the lock taken, perhaps after we had looked for the last time. */
  private void answerMissedBell(RingReader from) {
    while (rung && taking.tryLock()) {
      try {
        rung = false;
        takeReplies(from, patience, () -> true, ReplyReceiver::never, false);
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
      for (int i = 0; !locked && readerTakes && !chunk.isOver() && i < YIELDS; i++) {
        Thread.yield();
        locked = taking.tryLock();
      }
    }
    return locked;
  }

  /** Until enough are there; false when it had to stop before it had taken in all. */
  private boolean takeReplies(
      RingReader from, Spin spin, BooleanSupplier enough, BooleanSupplier stop, boolean hurry) {
    try {
      boolean all = takeUntil(from, spin, enough, stop, hurry);
      LateFault.raise(memory); // not in what this thread does next, which may be the user's
      return all;
    } catch (Throwable damage) { // memory that was cut short throws where it is looked at, too
      damaged(damage);
      return true;
    }
  }

  private boolean takeUntil(
      RingReader from, Spin spin, BooleanSupplier enough, BooleanSupplier stop, boolean hurry) {
    from.sleeping(false);
    boolean all;
    do {
      all = drain(from, stop, hurry);
    } while (all
        && !enough.getAsBoolean()
        && !silent
        && spin.until(() -> !from.isEmpty() || enough.getAsBoolean())
        && !enough.getAsBoolean());
    if (silent) {
      return true; // damaged: its memory is touched no more
    }
    from.sleeping(true);
    return all
        && drain(from, stop, hurry); // what came before that sign came perhaps without a bell
  }

  /** Whether this thread is taking in what concerns tasks, or came through memory. */
  boolean isTaking() {
    return taking.isHeldByCurrentThread();
  }

  private static boolean never() {
    return false;
  }

  /** The worker has ended: takes in what it said before; afterwards nothing is. */
  void takeLast() {
    taking.lock();
    try {
      RingReader from = inbox;
      if (from != null) {
        var unused = drain(from, ReplyReceiver::never, false);
      }
    } finally {
      inbox = null;
      silent = true;
      taking.unlock();
    }
  }

  private boolean drain(RingReader from, BooleanSupplier stop, boolean hurry) {
    if (inbox == null) {
      return true; // the worker has ended, or what it says is damaged
    }
    try {
      // One place that pauses, not three: all that a pause entails is compiled into each of them.
      for (int taken = 1; ; taken++) {
        boolean tooLong = hurry && from.nextMayTakeLong();
        MessageReader reply = tooLong ? null : from.poll();
        if (reply != null) {
          replies.take(reply);
          if (taken % BATCH != 0) {
            continue;
          }
        }
        replies.pause();
        if (reply == null) {
          return !tooLong;
        }
        if (stop.getAsBoolean()) {
          return false;
        }
      }
    } catch (Throwable damage) { // whatever it is, nobody would take in what follows
      damaged(damage);
      return true;
    }
  }

  private void damaged(Throwable damage) {
    inbox = null;
    silent = true;
    replies.damaged(damage);
  }
}
