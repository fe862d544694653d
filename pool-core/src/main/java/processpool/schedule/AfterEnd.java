package processpool.schedule;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done once a pool is gone, and may run code of users: on a helper, for which whoever
 * waits for the pool's end waits a little, too.
 */
final class AfterEnd {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  private final AtomicReference<@Nullable Runnable> task = new AtomicReference<>();
  private volatile @Nullable CountDownLatch done;

  /** One thing for each pool, given before it starts. */
  void set(Runnable what) {
    done = new CountDownLatch(1);
    task.set(what);
  }

  /** The pool is gone; may be told again. */
  void begin() {
    CountDownLatch told = done;
    Runnable what = told == null ? null : task.getAndSet(null);
    if (told != null && what != null) {
      Helpers.run(
          "end",
          () -> {
            try {
              what.run();
            } finally {
              told.countDown();
            }
          });
    }
  }

  /** Waits until it is done, within the deadline, and not for somebody who takes long. */
  void await(Deadline deadline) throws InterruptedException {
    CountDownLatch told = done;
    if (told != null) {
      var unused = told.await(Math.min(PATIENCE, deadline.left()), TimeUnit.NANOSECONDS);
    }
  }
}
