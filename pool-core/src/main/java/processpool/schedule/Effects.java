package processpool.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.events.Words;

/**
 * What a move under the lock entails: sending, launching, ending, telling. It is noted there and
 * done by {@link #run} once the lock is let go, one after the other; what one of them throws costs
 * none of the others. An effect may lead to another move on the same thread: the effects of that
 * one are done by the loop that is running already, so nothing nests, however long such a chain is.
 *
 * <p>Each thread has its own loop, so that one that is held up, or loses its processor, holds up no
 * other. No effect needs to come after another: a runner sends in the order in which it was handed.
 */
final class Effects {
  private static final ThreadLocal<@Nullable Effects> RUNNING = new ThreadLocal<>();

  /** Most moves entail this and nothing else, and there are millions of them. */
  private @Nullable Asking sends;

  private @Nullable ArrayList<Runnable> others;

  /** After all others. */
  private @Nullable Runnable last;

  void add(Runnable effect) {
    reserve();
    Objects.requireNonNull(others).add(effect);
  }

  /** Is to come after all others of this move; takes no memory. */
  void addLast(Runnable effect) {
    last = effect;
  }

  /**
   * Makes room for one more effect. Who calls this before it changes anything can note what that
   * entails, should memory run out in between.
   */
  void reserve() {
    reserve(1);
  }

  /** As above, for {@link #send}, which as a rule needs none. */
  void reserveSend(Asking runner) {
    if (sends != null && sends != runner) {
      reserve();
    }
  }

  /** As above, for so many. */
  void reserve(int more) {
    if (others == null) {
      others = new ArrayList<>(Room.FEW);
    }
    others.ensureCapacity(others.size() + more);
  }

  /** The runner sends what it was handed. */
  void send(Asking runner) {
    if (sends == null) {
      sends = runner;
    } else if (sends != runner) {
      add(runner.sending);
    }
  }

  void run() {
    if (isEmpty() || isLeftToAnother()) {
      return;
    }
    try {
      do {
        runOnce();
      } while (!isEmpty()); // what came meanwhile
    } finally {
      RUNNING.set(null);
    }
  }

  boolean isEmpty() {
    return sends == null && others == null && last == null;
  }

  /** To the loop of this thread that runs already, if there is one; else this is it from now on. */
  private boolean isLeftToAnother() {
    while (true) {
      try { // a thread's first value takes memory
        Effects outer = RUNNING.get();
        if (outer == null) {
          RUNNING.set(this);
        } else {
          outer.takeOver(this);
        }
        return outer != null;
      } catch (OutOfMemoryError full) {
        Room.await();
      }
    }
  }

  /** All of it or, without memory, nothing: it is done again. */
  private void takeOver(Effects inner) {
    List<Runnable> more = inner.others == null ? List.of() : inner.others;
    reserve(more.size() + 2);
    if (inner.sends != null) {
      send(inner.sends);
    }
    for (int i = 0; i < more.size(); i++) {
      add(more.get(i));
    }
    if (inner.last != null) {
      add(inner.last);
    }
  }

  private void runOnce() {
    Asking first = sends;
    List<Runnable> rest = others == null ? List.of() : others;
    Runnable end = last;
    sends = null;
    others = null;
    last = null;
    if (first != null) {
      try {
        first.send();
      } catch (Throwable unexpected) {
        failed(unexpected);
      }
    }
    if (rest.isEmpty() && end == null) {
      return;
    }
    Room.await(); // what is noted there is rare, and somebody waits for its end
    for (int i = 0; i < rest.size(); i++) { // an iterator takes memory
      runWhole(rest.get(i));
    }
    if (end != null) {
      runWhole(end);
    }
  }

  private static void runWhole(Runnable effect) {
    try {
      Room.insist(effect);
    } catch (Throwable unexpected) {
      failed(unexpected);
    }
  }

  private static void failed(Throwable unexpected) {
    Log.error(Words.MOVE, unexpected);
  }
}
