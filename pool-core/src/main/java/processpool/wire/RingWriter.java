package processpool.wire;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.concurrent.locks.LockSupport;

/** Puts messages into a ring, and rings the bell when the other side sleeps. */
public final class RingWriter extends Outbox {
  /** The way to the other side that works while it sleeps. */
  public interface Bell {
    /**
     * Wakes the other side.
     *
     * @throws IOException when it is gone
     */
    void ring() throws IOException;

    /**
     * Whether the other side is still there.
     *
     * @return false when waiting for it is in vain
     */
    boolean isConnected();
  }

  private static final int YIELDS = 100;
  private static final long PAUSE_NANOS = 50_000;

  /**
   * Whoever hands in a task and then asks for its result often does so a moment after the worker
   * has answered. A bell would wake a thread for what that one is about to take in itself.
   */
  private static final long MOST_PATIENCE_NANOS = 20_000;

  private static final long LEAST_PATIENCE_NANOS = 1_000;
  private static final int BETWEEN_LOOKS_AT_THE_CLOCK = 16;

  private final Ring ring;
  private final Bell bell;

  /** How long to wait, awake, before ringing: as long as that has paid lately; 0 for not at all. */
  private long patience;

  RingWriter(Ring ring, Bell bell, boolean patient) {
    super(RingDescriptor.LARGEST);
    this.patience = patient ? MOST_PATIENCE_NANOS : 0;
    this.ring = ring;
    this.bell = bell;
  }

  /**
   * Whether a message can be sent without waiting, as things are. For the only thread that sends.
   *
   * @param message the message
   * @return whether; true also when the ring is damaged, which sending it will say
   */
  public boolean hasRoomFor(MessageWriter message) {
    try {
      return ring.fits(message.length());
    } catch (StreamCorruptedException damaged) {
      return true;
    }
  }

  /**
   * Looks whether the other side can see what was put. For the only thread that sends.
   *
   * @throws StreamCorruptedException when somebody else has moved the ring's end
   */
  public void check() throws StreamCorruptedException {
    ring.requireTail();
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // yielding is a wait here, not a matter of correctness
  void put(byte[] bytes, int offset, int length, boolean partial) throws IOException {
    for (int tries = 0; !ring.offer(bytes, offset, length, partial); tries++) {
      flush();
      if (!bell.isConnected()) {
        throw new IOException("the other side ended while it was sent something");
      }
      if (tries < YIELDS) {
        Thread.yield();
      } else {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    if (partial) {
      flush(); // the other side can begin with this while the rest is put
    }
  }

  @Override
  void flush() throws IOException {
    if (ring.mustRing() && (patience == 0 || !wakesByItself())) {
      ring.isBeingWoken();
      bell.ring();
    }
  }

  /** Whether the other side wakes without a bell, which is a system call and a thread's wake-up. */
  private boolean wakesByItself() {
    long begun = System.nanoTime();
    do {
      for (int i = 0; i < BETWEEN_LOOKS_AT_THE_CLOCK; i++) {
        if (!ring.isAsleep()) {
          patience = MOST_PATIENCE_NANOS;
          return true;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - begun < patience);
    patience = Math.max(LEAST_PATIENCE_NANOS, patience / 2);
    return false;
  }
}
