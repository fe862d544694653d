package processpool.schedule;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A moment until which somebody waits; right for every limit, however extreme. */
public final class Deadline {
  private static final Deadline NEVER = new Deadline(Long.MAX_VALUE, 0);

  private final long nanos;
  private final long begun;

  private Deadline(long nanos, long begun) {
    this.nanos = Math.max(0, nanos);
    this.begun = begun;
  }

  /**
   * So long from now.
   *
   * @param nanos below 0 is now; {@code Long.MAX_VALUE} is never
   * @return the moment
   */
  public static Deadline in(long nanos) {
    return nanos == Long.MAX_VALUE ? NEVER : new Deadline(nanos, System.nanoTime());
  }

  /**
   * So long from now.
   *
   * @param timeout in the given unit
   * @param unit of the timeout
   * @return the moment
   */
  public static Deadline in(long timeout, TimeUnit unit) {
    return in(Objects.requireNonNull(unit, "unit").toNanos(timeout));
  }

  /**
   * So long from now.
   *
   * @param timeout any duration
   * @return the moment
   */
  public static Deadline in(Duration timeout) {
    return in(nanos(timeout));
  }

  /**
   * How long that is.
   *
   * @param timeout any duration
   * @return nanoseconds, at least 0; {@code Long.MAX_VALUE} for what is longer
   */
  public static long nanos(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout");
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
