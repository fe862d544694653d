package processpool.parent;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Ends all workers when the parent ends in an orderly way: main returned, System.exit, Ctrl-C. When
 * it is killed instead, nothing here runs, and each worker ends itself at the end of its stdin.
 */
final class ParentExit {
  private static final Set<WorkerProcess> LIVING = ConcurrentHashMap.newKeySet();
  private static volatile boolean underWay;
  private static @Nullable Thread hook;

  private ParentExit() {}

  static synchronized void add(WorkerProcess worker) {
    LIVING.add(worker);
    if (hook == null) {
      Thread newHook = new Thread(ParentExit::endAll, "processpool-exit");
      Runtime.getRuntime().addShutdownHook(newHook);
      hook = newHook;
    }
  }

  static void remove(WorkerProcess worker) {
    LIVING.remove(worker);
  }

  /** Whether the parent is ending: no deaths are reported then, and no worker replaced. */
  static boolean underWay() {
    return underWay;
  }

  /** Whether the program is ending: true in each of its shutdown hooks. */
  static boolean hasBegun() {
    Thread probe = new Thread(() -> {}, "processpool-probe");
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException ending) {
      return true;
    }
  }

  private static void endAll() {
    underWay = true;
    LIVING.forEach(WorkerProcess::kill);
  }
}
