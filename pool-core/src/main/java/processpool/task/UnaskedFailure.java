package processpool.task;

import java.lang.ref.Cleaner;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.schedule.Helpers;
import processpool.schedule.Outcome;
import processpool.wire.ThrowableText;

/**
 * A failure that nobody has asked about yet. When its result becomes garbage, or the program ends,
 * before somebody has, it is logged: a task that failed must not do so in silence.
 */
final class UnaskedFailure implements Runnable {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final Set<UnaskedFailure> WAITING = ConcurrentHashMap.newKeySet();

  /** A broken pool fails all its results for one reason, which is logged once. */
  private static final Set<Object> TOLD = Collections.synchronizedSet(newWeakSet());

  /**
   * Whether the logger is the JDK's own, which closes its handlers in a shutdown hook: what another
   * hook logs is lost.
   */
  private static boolean loggerEndsEarly() {
    try {
      Module module = System.LoggerFinder.getLoggerFinder().getClass().getModule();
      return Objects.requireNonNullElse(module.getName(), "").startsWith("java.");
    } catch (Throwable broken) { // the program's own, and there is none then
      return true;
    }
  }

  /** Asked at the first failure: at the program's end it would be too late. */
  private static final CompletableFuture<Boolean> WARNINGS_SHOWN = new CompletableFuture<>();

  private static boolean hooked;

  private final Failed failed;
  private Cleaner.@Nullable Cleanable cleanable;

  private UnaskedFailure(Failed failed) {
    this.failed = failed;
  }

  private static Set<Object> newWeakSet() {
    Map<Object, Boolean> map = new WeakHashMap<>();
    return Collections.newSetFromMap(map);
  }

  /** Begins to watch a result that has failed. */
  static UnaskedFailure watch(Object result, Failed failed) {
    logTheRestAtExit();
    UnaskedFailure failure = new UnaskedFailure(failed);
    WAITING.add(failure);
    failure.cleanable = CLEANER.register(result, failure);
    return failure;
  }

  private static synchronized void logTheRestAtExit() {
    if (!hooked) {
      hooked = true;
      Helpers.run("unasked", () -> WARNINGS_SHOWN.complete(Log.showsWarnings()));
      try {
        Runtime.getRuntime()
            .addShutdownHook(new Thread(UnaskedFailure::tellTheRest, "processpool-unasked"));
      } catch (IllegalStateException ending) {
        // The program's end is under way: nobody is told how tasks ended that it did not wait for.
      }
    }
  }

  private static void tellTheRest() {
    try {
      if (WARNINGS_SHOWN.get(1, TimeUnit.SECONDS)) {
        boolean onStandardError = loggerEndsEarly();
        WAITING.forEach(failure -> failure.tell(true, onStandardError));
      }
    } catch (ExecutionException | TimeoutException | InterruptedException loggerHangs) {
      // The program's own logger has kept it from saying so.
    }
  }

  /** Somebody knows: nothing is to be logged. */
  void asked() {
    if (WAITING.remove(this) && cleanable != null) {
      cleanable.clean();
    }
  }

  /** Its result has become garbage. Elsewhere, as making the exception runs its class's code. */
  @Override
  public void run() {
    if (WAITING.contains(this)) {
      Helpers.run("unasked", () -> tell(false, false));
    }
  }

  private void tell(boolean atExit, boolean onStandardError) {
    if (!WAITING.remove(this)) {
      return;
    }
    Object reason = failed.outcome() instanceof Outcome.Broken broken ? broken.death() : null;
    if (reason != null && !TOLD.add(reason)) {
      return;
    }
    String text =
        "a task failed" + where() + " and nobody asked for its result: pool=" + failed.pool();
    if (onStandardError) {
      System.err.print("WARNING: " + text + System.lineSeparator() + trace());
    } else if (atExit) {
      Log.warningNow(text, failed.thrown());
    } else {
      Log.warning(text, failed.thrown());
    }
  }

  private String where() {
    return (failed.worker().pid() < 0 ? "" : " in worker pid=" + failed.worker().pid())
        + (failed.index() < 0 ? "" : " at argument index=" + failed.index());
  }

  private String trace() {
    return ThrowableText.trace(failed.thrown());
  }
}
