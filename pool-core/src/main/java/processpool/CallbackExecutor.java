package processpool;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import processpool.events.Log;

/**
 * Where a program wants its callbacks to run. Asked on a thread for callbacks, as it may block or
 * run them itself; where it refuses, that thread runs them, so that each is run.
 */
final class CallbackExecutor implements Executor {
  private final Executor given;
  private final String pool;
  private final AtomicBoolean told = new AtomicBoolean();

  CallbackExecutor(Executor given, String pool) {
    this.given = given;
    this.pool = pool;
  }

  /** Does not fail. What is run may be run again: to end a future twice does no harm. */
  @Override
  public void execute(Runnable callbacks) {
    try {
      given.execute(callbacks);
    } catch (Throwable refused) {
      if (!told.getAndSet(true)) {
        Log.warning(
            "the pool's callbackExecutor takes no callbacks, so they run on the pool's own thread;"
                + " this is said once: pool="
                + pool,
            refused);
      }
      callbacks.run();
    }
  }
}
