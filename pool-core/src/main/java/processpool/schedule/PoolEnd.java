package processpool.schedule;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.events.Words;

/** Lets those wait who want a pool to be closed and all its workers gone. */
final class PoolEnd {
  /** Who waits may have to wait for the garbage collector after so long. */
  private static final long LONG_HELD = TimeUnit.SECONDS.toNanos(1);

  private final ReentrantLock lock;
  private final PoolLife life;
  private final BooleanSupplier allGone;
  private final Condition gone;

  // Made before, as there may be no memory when the end comes:
  private final Runnable doLast = this::doLast;
  private final Runnable told;
  private final Runnable afterwards;

  /** Done once all is gone, and before anybody finds it so. */
  private @Nullable Runnable last;

  private boolean lastIsDone;

  /**
   * Of one pool.
   *
   * @param lock the scheduler's
   * @param allGone whether it has come; asked under the lock
   * @param told a move that follows {@link PoolLife#telling}
   * @param afterwards done after the end, perhaps more than once
   */
  PoolEnd(
      ReentrantLock lock,
      PoolLife life,
      BooleanSupplier allGone,
      Runnable told,
      Runnable afterwards) {
    this.lock = lock;
    this.life = life;
    this.allGone = allGone;
    this.gone = lock.newCondition();
    this.told = told;
    this.afterwards = afterwards;
  }

  private boolean hasCome() {
    return life.isClosed() && allGone.getAsBoolean();
  }

  /** Something has moved; the lock is held. Returns what to do without it, if the end has come. */
  @Nullable Runnable look() {
    if (!hasCome()) {
      return null;
    }
    if (last == null || lastIsDone) {
      gone.signalAll();
      return afterwards;
    }
    lastIsDone = true;
    life.telling(); // not gone before that is done
    return doLast;
  }

  private void doLast() {
    try {
      Room.insist(Objects.requireNonNull(last));
    } catch (Throwable unexpected) {
      Log.error(Words.MOVE, unexpected);
    }
    Room.insist(told);
  }

  /** False when it is too late; the lock is held. */
  boolean atLast(Runnable what) {
    if (hasCome()) {
      return false;
    }
    Runnable before = last;
    last =
        before == null
            ? what
            : () -> {
              before.run();
              what.run();
            };
    return true;
  }

  /**
   * False when the time ran out. When only submissions that hand in chunks bit by bit hold the pool
   * up, it asks the garbage collector once: one of those that nobody can reach lets its pool go.
   */
  boolean await(Deadline deadline) throws InterruptedException {
    boolean atExit = ProgramEnd.hasBegun();
    boolean mayAsk = true;
    lock.lockInterruptibly();
    try {
      while (!allGone.getAsBoolean()
          || (ProgramEnd.underWay() && !atExit)) { // what waits then is as good as gone
        long left = deadline.left();
        if (left <= 0) {
          return false;
        }
        boolean ask = mayAsk && life.isHeld();
        long unslept = gone.awaitNanos(ask ? Math.min(LONG_HELD, left) : left);
        if (ask && unslept <= 0 && life.isHeld()) {
          mayAsk = false;
          collect();
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The lock is held; a collection may take long. */
  private void collect() {
    lock.unlock();
    try {
      System.gc();
    } finally {
      lock.lock();
    }
  }
}
