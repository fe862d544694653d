package processpool.task;

import java.util.concurrent.TimeUnit;

/**
 * {@code wait} and {@code notifyAll} of an object, guarded by its monitor. To wake nobody is a call
 * of the JVM all the same, and as a rule nobody waits; here that costs nothing.
 */
final class Signal {
  private final Object monitor;
  private int waiting;

  Signal(Object monitor) {
    this.monitor = monitor;
  }

  /** Waits until something may have changed, or so long at most. */
  void await(long nanos) throws InterruptedException {
    waiting++;
    try {
      TimeUnit.NANOSECONDS.timedWait(monitor, nanos);
    } finally {
      waiting--;
    }
  }

  /** Something has changed. */
  void wakeAll() {
    if (waiting > 0) {
      monitor.notifyAll();
    }
  }
}
