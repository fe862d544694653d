package processpool.timeline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a program ended: before its JVM does, if a live page keeps that.
 *
 * @since 0.1
 */
public final class ProgramEnd {
  private static volatile @Nullable Instant moment;

  private ProgramEnd() {}

  /** The program has nothing left to do; what keeps it now is the page that shows it. */
  public static void isNow() {
    moment = Instant.now();
  }

  /**
   * When the program ended, for who is told that it is ending.
   *
   * @return that moment; now, if nothing has kept it
   */
  public static Instant moment() {
    Instant known = moment;
    return known == null ? Instant.now() : known;
  }
}
