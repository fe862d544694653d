package processpool.wire;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The parent's class loaders by number, which is how a worker names the one that it wants classes
 * from. A pool does not keep a loader alive: a number outlives what it stood for. Thread-safe.
 */
public final class Loaders {
  /** The system class loader, which every JVM has: a worker looks on its own class path. */
  public static final int SYSTEM = 0;

  private static final Map<ClassLoader, Integer> NUMBERS = new WeakHashMap<>();
  private static final Map<Integer, WeakReference<ClassLoader>> LOADERS = new HashMap<>();
  private static int last = SYSTEM;

  private Loaders() {}

  /**
   * The number of the loader that defined a class.
   *
   * @param type any class
   * @return the same number each time; {@link #SYSTEM} for the JDK's own loaders too
   */
  public static int numberFor(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    ClassLoader system = ClassLoader.getSystemClassLoader();
    if (loader == null || loader == system || loader == ClassLoader.getPlatformClassLoader()) {
      return SYSTEM;
    }
    return numberOf(loader);
  }

  /**
   * The number of a loader of a program's or an engine's own.
   *
   * @param loader any but the JDK's own
   * @return the same number each time
   */
  public static int numberOf(ClassLoader loader) {
    synchronized (NUMBERS) {
      Integer known = NUMBERS.get(loader);
      if (known != null) {
        return known;
      }
      LOADERS.values().removeIf(loaderThatWas -> loaderThatWas.get() == null);
      NUMBERS.put(loader, ++last);
      LOADERS.put(last, new WeakReference<>(loader));
      return last;
    }
  }

  /**
   * The loader that a number was given to.
   *
   * @param number what {@link #numberFor} returned in this JVM
   * @return the loader; null when it is no longer in use
   */
  public static @Nullable ClassLoader get(int number) {
    if (number == SYSTEM) {
      return ClassLoader.getSystemClassLoader();
    }
    synchronized (NUMBERS) {
      WeakReference<ClassLoader> loader = LOADERS.get(number);
      return loader == null ? null : loader.get();
    }
  }
}
