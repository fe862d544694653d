package processpool.timeline;

import java.util.Locale;

/** Where an axis has its marks. */
final class Ticks {
  private static final int MOST = 8;

  private Ticks() {}

  /** The smallest of 1, 2, 5 times a power of ten that gives no more than eight marks. */
  static double step(double seconds) {
    double step = 1e-6;
    for (int i = 0; seconds / step > MOST; i++) {
      step *= i % 3 == 1 ? 2.5 : 2;
    }
    return step;
  }

  static String label(double seconds, double step) {
    int digits = step >= 1 ? 0 : (int) Math.ceil(-Math.log10(step) - 1e-9);
    return String.format(Locale.ROOT, "%." + digits + "f", seconds);
  }
}
