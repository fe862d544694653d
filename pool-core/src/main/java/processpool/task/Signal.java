package processpool.task;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

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

  /**
   * Waits, through interruptions, while something is so; whoever was interrupted finds that then.
   */
  void awaitWhile(BooleanSupplier condition) {
    boolean interrupted = false;
    while (condition.getAsBoolean()) {
      try {
        await(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Something has changed. */
  void wakeAll() {
    if (waiting > 0) {
      monitor.notifyAll();
    }
  }
}
