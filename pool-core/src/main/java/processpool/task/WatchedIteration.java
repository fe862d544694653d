package processpool.task;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import processpool.schedule.Deadline;

/** An iteration whose end is told to a progress listener before who takes its results sees it. */
public final class WatchedIteration extends Watched {
  private final Progress progress;
  private final Iteration iteration;

  /** As far as is known before all arguments have been read. */
  private final long total;

  private final CountDownLatch endTold = new CountDownLatch(1);
  private volatile boolean waited;

  WatchedIteration(Progress progress, Iteration iteration, long total) {
    this.progress = progress;
    this.iteration = iteration;
    this.total = total;
  }

  /** Begins to tell. */
  public void begin() {
    progress.news(this);
  }

  /**
   * If the iteration is over, waits until the listener has heard of that; once, and not for one
   * that takes its time.
   *
   * @param deadline until when at most
   * @throws InterruptedException when interrupted while waiting
   */
  public void awaitEndTold(Deadline deadline) throws InterruptedException {
    if (!waited && iteration.isOver()) {
      waited = true;
      progress.news(this);
      boolean told = false;
      for (int i = 0; i < Progress.MOST_PATIENCE && !told && !progress.isHeldUp(); i++) {
        long most = Math.min(Progress.PATIENCE_NANOS, deadline.left());
        told = most <= 0 || endTold.await(most, TimeUnit.NANOSECONDS);
      }
    }
  }

  @Override
  long done() {
    return iteration.completed();
  }

  @Override
  long total() {
    return iteration.total(total);
  }

  @Override
  boolean isOver() {
    return iteration.isOver();
  }

  @Override
  void endTold() {
    endTold.countDown();
  }
}
