package processpool.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;

/**
 * What a move under the lock entails: sending, launching, ending, telling. It is noted there and
 * done by {@link #run} once the lock is let go, one after the other; what one of them throws costs
 * none of the others. An effect may lead to another move on the same thread: the effects of that one
 * are done by the loop that is running already, so nothing nests, however long such a chain is.
 *
 * <p>Each thread has its own loop, so that one that is held up, or loses its processor, holds up no
 * other. No effect needs to come after another: a runner sends in the order in which it was handed.
 */
final class Effects {
  private static final ThreadLocal<@Nullable Effects> RUNNING = new ThreadLocal<>();

  private final List<Runnable> all = new ArrayList<>(4);

  void add(Runnable effect) {
    all.add(effect);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  void run() {
    if (all.isEmpty()) {
      return;
    }
    Effects outer = RUNNING.get();
    if (outer != null) {
      outer.all.addAll(all);
      return;
    }
    RUNNING.set(this);
    try {
      for (int i = 0; i < all.size(); i++) { // more may come meanwhile
        run(all.get(i));
      }
    } finally {
      RUNNING.set(null);
    }
  }

  private static void run(Runnable effect) {
    try {
      effect.run();
    } catch (Throwable unexpected) {
      Log.error("a move of the pool failed in part", unexpected);
    }
  }
}
