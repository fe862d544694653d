package processpool.events;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The pool's log, {@code System.Logger} of the name {@code processpool}. A logger is somebody's
 * code: it may throw, block, or fail to be found. So entries are written on a thread of the log's
 * own, in their order, and whoever logs neither waits nor fails.
 */
public final class Log {
  private record Entry(Level level, String message, @Nullable Throwable thrown) {}

  private static final ListenerQueue<Entry> ENTRIES =
      new ListenerQueue<>("processpool-log", Log::write, Log::writeToStandardError);

  private static volatile System.@Nullable Logger logger;

  private Log() {}

  /**
   * Something that is the program's to mend.
   *
   * @param message what happened, and what to do
   * @param thrown what was thrown, or null
   */
  public static void warning(String message, @Nullable Throwable thrown) {
    add(Level.WARNING, message, thrown);
  }

  /**
   * A defect of the pool's own, which the entry says.
   *
   * @param words what was being done
   * @param thrown what was thrown
   */
  public static void error(Words words, Throwable thrown) {
    add(Level.ERROR, words.text, thrown);
  }

  /**
   * As {@link #debug(String, Throwable)}, when there may be no memory.
   *
   * @param words what was being done
   * @param thrown what was thrown
   */
  public static void debug(Words words, Throwable thrown) {
    add(Level.DEBUG, words.text, thrown);
  }

  /**
   * Which way the pool went, for those who look into it.
   *
   * @param message what happened
   * @param thrown why, or null
   */
  public static void debug(String message, @Nullable Throwable thrown) {
    add(Level.DEBUG, message, thrown);
  }

  /**
   * As {@link #warning}, on this thread: for the program's end, which does not wait for others.
   *
   * @param message what happened
   * @param thrown what was thrown
   */
  public static void warningNow(String message, Throwable thrown) {
    Entry entry = new Entry(Level.WARNING, message, thrown);
    try {
      write(entry);
    } catch (Throwable broken) {
      writeToStandardError(entry, broken);
    }
  }

  /**
   * Whether warnings are shown; runs the logger's code.
   *
   * @return whether, as far as the logger can say
   */
  public static boolean showsWarnings() {
    try {
      return logger().isLoggable(Level.WARNING);
    } catch (Throwable broken) {
      return true;
    }
  }

  private static void add(Level level, String message, @Nullable Throwable thrown) {
    try {
      var unused = ENTRIES.add(new Entry(level, message, thrown));
    } catch (Throwable noRoom) {
      // For an entry less; whoever logs has something to do that matters more.
    }
  }

  private static void write(Entry entry) {
    if (entry.thrown == null) {
      logger().log(entry.level, text(entry));
    } else {
      logger().log(entry.level, text(entry), entry.thrown);
    }
  }

  /** Put together here, as who logs an error may have no memory for it. */
  private static String text(Entry entry) {
    return entry.level == Level.ERROR
        ? entry.message + ": a mistake in the pool, please report it"
        : entry.message;
  }

  /** The logger failed, or cannot even be found: what is to be mended must be seen all the same. */
  private static void writeToStandardError(Entry entry, Throwable broken) {
    if (entry.level != Level.DEBUG) {
      System.err.println(
          entry.level
              + ": "
              + text(entry)
              + (entry.thrown == null ? "" : ": " + entry.thrown)
              + " (the program's System.Logger failed: "
              + broken
              + "; mend it or its configuration)");
    }
  }

  /**
   * Looked for at the first entry: what finds loggers may be the program's own and fail. It is
   * looked for again then; an initializer of a class that fails, fails for good.
   */
  private static System.Logger logger() {
    System.Logger known = logger;
    if (known == null) {
      known = System.getLogger("processpool");
      logger = known;
    }
    return known;
  }
}
