package processpool.schedule;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler's lock, and the moves made under it: each brings chunks or workers from one place
 * to another, and what that entails is done once the lock is let go.
 */
final class Moves {
  /** Taken by itself in the move of which there are millions, and of which no end comes. */
  final ReentrantLock lock = new ReentrantLock();

  private final PoolEnd end;

  /** As {@link PoolEnd}. */
  Moves(PoolLife life, BooleanSupplier allGone, Runnable told, Runnable afterwards) {
    this.end = new PoolEnd(lock, life, allGone, told, afterwards);
  }

  /** Does something under the lock, and then what it entails. */
  void make(Consumer<Effects> body) {
    Effects effects = new Effects();
    lock.lock();
    try {
      body.accept(effects);
    } finally {
      Runnable atEnd = null;
      try {
        atEnd = end.look();
      } finally {
        lock.unlock();
      }
      // Asked here, too, as a branch's history is kept where it stands: as a rule this move entails
      // nothing, and the compiler need not make all that sending is a part of it, which takes long.
      if (!effects.isEmpty()) {
        effects.run();
      }
      if (atEnd != null) {
        atEnd.run();
      }
    }
  }

  /** As {@link #make}, done again should memory run out in the middle. */
  void makeWhole(Consumer<Effects> body) {
    make(effects -> Room.insist(() -> body.accept(effects)));
  }

  /** Looks at something that does not change meanwhile. */
  <T extends @Nullable Object> T look(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  /** See {@link Scheduler#atLast}. */
  void atLast(Runnable what) {
    if (!look(() -> end.atLast(what))) {
      what.run();
    }
  }

  /** See {@link PoolEnd#await}. */
  boolean awaitEnd(Deadline deadline) throws InterruptedException {
    return end.await(deadline);
  }
}
