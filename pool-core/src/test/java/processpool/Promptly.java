package processpool;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls what must not block on a thread of its own: one that does block is a failure that says
 * where it stands, and holds up neither the test nor the build.
 */
final class Promptly {
  /** So long may what returns at once take on a busy machine. */
  static final Duration AT_ONCE = Duration.ofSeconds(10);

  private static final String NAME = "promptly";

  private Promptly() {}

  /** Whether this code runs on a thread that must not block. */
  static boolean here() {
    return Thread.currentThread().getName().equals(NAME);
  }

  /** What is called, and may throw anything. */
  interface Body {
    void run() throws Exception;
  }

  static <T> T call(Callable<T> body) throws Exception {
    return call(AT_ONCE, body);
  }

  static void run(Body body) throws Exception {
    call(
        () -> {
          body.run();
          return true;
        });
  }

  static <T> T call(Duration limit, Callable<T> body) throws Exception {
    FutureTask<T> task = new FutureTask<>(body);
    Thread thread = new Thread(task, NAME);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      AssertionError blocked =
          new AssertionError("still blocked after " + limit + ", at this place");
      blocked.setStackTrace(thread.getStackTrace());
      throw blocked;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }
}
