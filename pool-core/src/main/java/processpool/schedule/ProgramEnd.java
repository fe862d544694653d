package processpool.schedule;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.events.Words;

/**
 * Ends all workers when this program ends in an orderly way: main returned, System.exit, Ctrl-C.
 * When it is killed instead, nothing here runs, and each worker ends itself when it finds its
 * parent gone.
 */
public final class ProgramEnd {
  private static final Set<Runner> LIVING = ConcurrentHashMap.newKeySet();
  private static volatile boolean underWay;
  private static @Nullable Thread hook;

  private ProgramEnd() {}

  static synchronized void add(Runner runner) {
    LIVING.add(runner);
    if (hook == null) {
      Thread newHook = new Thread(ProgramEnd::endAll, "processpool-exit");
      Runtime.getRuntime().addShutdownHook(newHook);
      hook = newHook;
    }
  }

  static void remove(Runner runner) {
    LIVING.remove(runner);
  }

  /**
   * Whether workers are being ended: no deaths are reported then, and no worker replaced.
   *
   * @return whether
   */
  public static boolean underWay() {
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
    for (Runner runner : LIVING) {
      try {
        runner.end();
      } catch (Throwable unexpected) { // the others are to be ended all the same
        Log.error(Words.ENDING, unexpected);
      }
    }
  }
}
