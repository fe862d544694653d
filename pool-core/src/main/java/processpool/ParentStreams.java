package processpool;

import processpool.schedule.Scheduler;

/** Prints what tasks print to this program's own streams, as they are at that moment. */
final class ParentStreams implements Scheduler.Printer {
  /** One for all pools: they print to the same streams. */
  private static final PrintQueue QUEUE = new PrintQueue();

  @Override
  public void print(int stream, byte[] text, int offset, int length) {
    QUEUE.add(stream, text, offset, length);
  }

  @Override
  public void settle() {
    QUEUE.settle();
  }
}
