package processpool.schedule;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.events.Words;

/**
 * Waits out moments in which the heap is full. What must be done, or a result never ends, is done
 * behind this: before it begins, as half of it cannot be done again.
 */
public final class Room {
  /** More than one step of the pool's needs. */
  private static final int ENOUGH = 1 << 18;

  /** With so much free nothing of the kind can fail: to ask costs less than to take. */
  private static final long PLENTY = 16L << 20;

  private static final long PAUSE_MILLIS = 20;

  /** For a list that is to hold few: made without a number it has no room, whatever is ensured. */
  static final int FEW = 4;

  /** Or the compiler might see that nobody wants it. */
  private static volatile byte @Nullable [] unused;

  private Room() {}

  /**
   * Loads what a moment without room must not meet for the first time: a class whose initializer
   * fails is lost to the whole program.
   *
   * @throws ClassNotFoundException never
   */
  public static void prepare() throws ClassNotFoundException {
    for (Class<?> type :
        List.of(Log.class, Words.class, Timer.class, Helpers.class, Callbacks.class)) {
      Class.forName(type.getName(), true, type.getClassLoader());
    }
    rehearse();
  }

  /**
   * The first pass through these takes memory of its own, for their method handles, and without it
   * leaves them half done: of a queue, say, with an element that is neither in it nor handed out.
   */
  private static void rehearse() {
    Queue<Integer> queue = new ConcurrentLinkedQueue<>(List.of(1, 2, 3));
    while (queue.poll() != null) {
      Thread.onSpinWait();
    }
    CompletableFuture<Integer> future = new CompletableFuture<>();
    for (int i = 0; i < 3; i++) {
      var unused = future.whenComplete((value, failure) -> {});
    }
    future.complete(1);
    new FutureTask<>(() -> 1).run();
    insist(new Rehearsal());
  }

  /** Without room even a word that no one has used before cannot be had, such as in here. */
  private static final class Rehearsal implements Runnable {
    private boolean failed;

    @Override
    public void run() {
      if (!failed) {
        failed = true;
        throw new OutOfMemoryError(getClass().getName());
      }
    }
  }

  /** Returns once there is room for what comes next; at once as a rule. Throws nothing. */
  public static void await() {
    Runtime heap = Runtime.getRuntime();
    if (heap.maxMemory() - heap.totalMemory() + heap.freeMemory() > PLENTY) {
      return;
    }
    while (true) {
      try {
        unused = new byte[ENOUGH];
        unused = null;
        return;
      } catch (OutOfMemoryError full) {
        pause();
      }
    }
  }

  /**
   * Does something that may be done anew should it fail half-way as the heap is full.
   *
   * @param what to do
   */
  public static void insist(Runnable what) {
    while (true) {
      try {
        what.run();
        return;
      } catch (OutOfMemoryError failed) {
        if (!wasMissing(failed)) {
          throw failed;
        }
        await();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException | OutOfMemoryError e) {
      Thread.onSpinWait(); // whoever wanted this thread to hurry has to wait for room, too
    }
  }

  /**
   * Whether something failed as the heap was full, and not for want of a thread.
   *
   * @param failed what was thrown
   * @return whether
   */
  static boolean wasMissing(Throwable failed) {
    String why = failed.getMessage();
    return failed instanceof OutOfMemoryError && (why == null || !why.contains("thread"));
  }
}
