package processpool.schedule;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A moment until which somebody waits; right for every limit, however extreme. */
public final class Deadline {
  private final long begun = System.nanoTime();
  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = Math.max(0, nanos);
  }

  /**
   * So long from now.
   *
   * @param nanos below 0 is now; {@code Long.MAX_VALUE} is never
   * @return the moment
   */
  public static Deadline in(long nanos) {
    return new Deadline(nanos);
  }

  /**
   * So long from now.
   *
   * @param timeout in the given unit
   * @param unit of the timeout
   * @return the moment
   */
  public static Deadline in(long timeout, TimeUnit unit) {
    return new Deadline(unit.toNanos(timeout));
  }

  /**
   * So long from now.
   *
   * @param timeout any duration
   * @return the moment
   */
  public static Deadline in(Duration timeout) {
    return new Deadline(nanos(timeout));
  }

  /**
   * How long that is.
   *
   * @param timeout any duration
   * @return nanoseconds, at least 0; {@code Long.MAX_VALUE} for what is longer
   */
  public static long nanos(Duration timeout) {
    try {
      return Math.max(0, timeout.toNanos());
    } catch (ArithmeticException longerThan292Years) {
      return timeout.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }

  /**
   * Whether it never comes.
   *
   * @return whether
   */
  public boolean isNever() {
    return nanos == Long.MAX_VALUE;
  }

  /**
   * How long it is until then.
   *
   * @return nanoseconds, at least 0
   */
  public long left() {
    return isNever() ? nanos : Math.max(0, nanos - (System.nanoTime() - begun));
  }
}
