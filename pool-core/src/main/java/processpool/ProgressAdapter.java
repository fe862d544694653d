package processpool;

import processpool.task.Progress;

/** A progress listener as the room of tasks sees it. */
final class ProgressAdapter implements Progress.Listener {
  private final ProgressListener listener;

  ProgressAdapter(ProgressListener listener) {
    this.listener = listener;
  }

  @Override
  public void progress(long done, long total) {
    listener.progress(done, total);
  }

  @Override
  public void ended() {
    listener.ended();
  }
}
