package processpool.schedule;

/**
 * Lets one submission go on handing in chunks after the pool was closed. Workers stay until it is
 * released.
 */
public final class Hold {
  private final Scheduler scheduler;

  /** Told when the pool is closed, and when it comes to its end. */
  final Runnable poolIsClosed;

  Hold(Scheduler scheduler, Runnable poolIsClosed) {
    this.scheduler = scheduler;
    this.poolIsClosed = poolIsClosed;
  }

  /**
   * Takes another chunk of the submission.
   *
   * @param chunk what to run
   * @return false when the pool has come to its end: this chunk has ended, as would others
   */
  public boolean submit(Chunk chunk) {
    return scheduler.submit(chunk, this);
  }

  /**
   * Whether another chunk would be taken.
   *
   * @return false after release, or at the pool's end
   */
  public boolean isOpen() {
    return scheduler.takes(this);
  }

  /** No more will come. May be called twice. */
  public void release() {
    scheduler.release(this);
  }
}
