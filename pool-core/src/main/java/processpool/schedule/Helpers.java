package processpool.schedule;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import processpool.events.Log;

/**
 * Threads for what may take its time: users' callbacks, reading users' objects, writing to a worker
 * that does not read. As many as are needed, each used again; what one does holds up no other.
 * Handing something over does not fail: where no thread can be had now, it runs once one can.
 */
public final class Helpers {
  private static final long KEEP_SECONDS = 5;
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final Map<String, ThreadPoolExecutor> BY_ROLE = new ConcurrentHashMap<>();
  private static final Queue<Waiting> BACKLOG = new ConcurrentLinkedQueue<>();

  private record Waiting(String role, Runnable task) {}

  private Helpers() {}

  /**
   * Runs something on a thread that may take its time.
   *
   * @param role in the thread's name
   * @param task what to do
   */
  public static void run(String role, Runnable task) {
    if (!tryToRun(role, task)) {
      while (!isQueued(role, task)) {
        Room.await();
      }
      var unused = Timer.after(RETRY_NANOS, Helpers::retry);
    }
  }

  private static boolean isQueued(String role, Runnable task) {
    try {
      return BACKLOG.add(new Waiting(role, task));
    } catch (OutOfMemoryError full) {
      return false;
    }
  }

  private static boolean tryToRun(String role, Runnable task) {
    try {
      BY_ROLE.computeIfAbsent(role, Helpers::threads).execute(() -> guarded(task));
      return true;
    } catch (Throwable noThreadNow) {
      return false;
    }
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable unexpected) {
      Log.error("something the pool does beside the work failed", unexpected);
    }
  }

  /** Hands over what could not be when it was to be. Short; to be called at any occasion. */
  static void retry() {
    for (Waiting next = BACKLOG.poll(); next != null; next = BACKLOG.poll()) {
      if (!tryToRun(next.role, next.task)) {
        BACKLOG.add(next);
        var unused = Timer.after(RETRY_NANOS, Helpers::retry);
        return;
      }
    }
  }

  private static ThreadPoolExecutor threads(String role) {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        KEEP_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "processpool-" + role);
          thread.setDaemon(true);
          return thread;
        });
  }
}
