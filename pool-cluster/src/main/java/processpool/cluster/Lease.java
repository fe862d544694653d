package processpool.cluster;

import java.util.concurrent.TimeUnit;

/**
 * For how long a node works for a driver that it does not hear of.
 *
 * <p>The node asks every {@link #PING_NANOS}; the driver answers with the question's own time. The
 * node ends the driver's workers once its last answered question is {@link #NANOS} old. So the
 * driver knows, by its own clock alone, that a node that has not asked for {@link #MISSED_NANOS}
 * has ended them, whichever direction of the network is cut: whoever is told then that a task
 * failed can run it again.
 */
final class Lease {
  /** Below this, live members of busy machines are lost (measured). */
  static final long NANOS = TimeUnit.SECONDS.toNanos(20);

  static final long PING_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** The lease, and as long as a node takes to look and to kill. */
  static final long MISSED_NANOS = NANOS + TimeUnit.SECONDS.toNanos(2);

  /** How often both sides look. */
  static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A node whose process has died: its workers outlive it for so long at most. */
  static final long ORPHANS_NANOS = TimeUnit.SECONDS.toNanos(1);

  private Lease() {}
}
