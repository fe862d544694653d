package processpool.local;

import java.io.StreamCorruptedException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import processpool.schedule.Timer;
import processpool.wire.FrameReader;

/**
 * Takes a worker's link for damaged when half a message has come, and then nothing for seconds. A
 * frame is written in one piece, so half of one is a forgery; between frames the worker may have
 * been stopped for a while. It counts looks, not time: of a machine or a program that stood still
 * itself nobody knows how long the worker had.
 */
final class HalfMessage implements FrameReader.Waiting {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int INSIDE_FRAME = 8;
  private static final int BETWEEN_FRAMES = 120;

  private final Consumer<Throwable> damaged;
  private boolean waits;
  private boolean lookIsDue;
  private int looksLeft;

  HalfMessage(Consumer<Throwable> damaged) {
    this.damaged = damaged;
  }

  @Override
  public synchronized void waits(boolean insideFrame) {
    waits = true;
    looksLeft = insideFrame ? INSIDE_FRAME : BETWEEN_FRAMES;
    lookLater();
  }

  @Override
  public synchronized void goesOn() {
    waits = false;
  }

  private void lookLater() {
    if (!lookIsDue) { // one look for all frames that come meanwhile: there may be thousands
      lookIsDue = true;
      var unused = Timer.after(LOOK_NANOS, this::look);
    }
  }

  private void look() {
    synchronized (this) {
      lookIsDue = false;
      if (!waits) {
        return;
      }
      if (looksLeft-- > 0) {
        lookLater();
        return;
      }
    }
    damaged.accept(
        new StreamCorruptedException("damaged link: half a message, and then nothing for seconds"));
  }
}
