package processpool;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ref.Cleaner;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import processpool.wire.Failure;

/**
 * A failure that nobody has asked about yet. When its result becomes garbage, or the program ends,
 * before somebody has, it is logged: a task that failed must not do so in silence.
 */
final class UnaskedFailure implements Runnable {
  private static final System.Logger LOG = System.getLogger("processpool");
  private static final Cleaner CLEANER = Cleaner.create();
  private static final Set<UnaskedFailure> WAITING = ConcurrentHashMap.newKeySet();

  /** A broken pool fails all its results for one reason, which is logged once. */
  private static final Set<Object> TOLD = Collections.synchronizedSet(newWeakSet());

  /**
   * Whether the logger is the JDK's own, which closes its handlers in a shutdown hook: what another
   * hook logs is lost.
   */
  private static final boolean LOGGER_ENDS_EARLY =
      Objects.requireNonNullElse(
              System.LoggerFinder.getLoggerFinder().getClass().getModule().getName(), "")
          .startsWith("java.");

  private static boolean hooked;

  private final Throwable cause;
  private final String where;
  private Cleaner.@Nullable Cleanable cleanable;

  private UnaskedFailure(Throwable cause, String where) {
    this.cause = cause;
    this.where = where;
  }

  private static Set<Object> newWeakSet() {
    Map<Object, Boolean> map = new WeakHashMap<>();
    return Collections.newSetFromMap(map);
  }

  /** Begins to watch a result that has failed; must be called before the failure can be seen. */
  static UnaskedFailure watch(Object result, Throwable cause, String where) {
    if (LOG.isLoggable(System.Logger.Level.WARNING)) { // at the end it would be too late to ask
      logTheRestAtExit();
    }
    UnaskedFailure failure = new UnaskedFailure(cause, where);
    WAITING.add(failure);
    failure.cleanable = CLEANER.register(result, failure);
    return failure;
  }

  private static synchronized void logTheRestAtExit() {
    if (!hooked) {
      hooked = true;
      Runnable logAll = () -> WAITING.forEach(failure -> failure.tell(LOGGER_ENDS_EARLY));
      try {
        Runtime.getRuntime().addShutdownHook(new Thread(logAll, "processpool-unasked"));
      } catch (IllegalStateException ending) {
        LOG.log(System.Logger.Level.TRACE, "a task failed while the program ended", ending);
      }
    }
  }

  /** Somebody knows: nothing is to be logged. */
  void asked() {
    if (WAITING.remove(this) && cleanable != null) {
      cleanable.clean();
    }
  }

  @Override
  public void run() {
    tell(false);
  }

  private void tell(boolean onStandardError) {
    if (!WAITING.remove(this)) {
      return;
    }
    Object reason = cause instanceof BrokenPoolException broken ? broken.death() : null;
    if (reason != null && !TOLD.add(reason)) {
      return;
    }
    String text = "a task failed" + where + " and nobody asked for its result";
    if (onStandardError) {
      StringWriter trace = new StringWriter();
      try {
        cause.printStackTrace(new PrintWriter(trace));
      } catch (RuntimeException | Error broken) { // its own methods', or a cause's
        trace.append(Failure.text(cause));
      }
      System.err.print("WARNING: " + text + System.lineSeparator() + trace);
    } else {
      LOG.log(System.Logger.Level.WARNING, text, cause);
    }
  }
}
