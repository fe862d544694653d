package processpool.watch;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jline.utils.WCWidth;

/**
 * What stands in a bar's line. The library draws it, but for the rate, which it counts in whole
 * seconds, so that in the first two it is wrong by up to a half, and the time left.
 */
final class BarText extends DefaultProgressBarRenderer {
  /** The name's part of the line, at most. */
  private static final int NAME_SHARE = 3;

  BarText() {
    super(ProgressBarStyle.ASCII, "", 1, true, null, null, false, state -> Optional.empty());
  }

  @Override
  protected String speed(ProgressState state) {
    double seconds = state.getElapsedAfterStart().toNanos() / 1e9;
    long done = state.getCurrent();
    if (done == 0 || seconds <= 0) {
      return "";
    }
    String rate = rate(done / seconds);
    long left = state.getMax() - done;
    return state.isIndefinite() || left <= 0
        ? rate
        : rate + ", " + time(seconds / done * left) + " left";
  }

  static String rate(double perSecond) {
    if (perSecond >= 100) {
      return String.format(Locale.ROOT, "%.0f/s", perSecond);
    }
    if (perSecond >= 1) {
      return String.format(Locale.ROOT, "%.1f/s", perSecond);
    }
    double perMinute = perSecond * 60;
    return perMinute >= 1
        ? String.format(Locale.ROOT, "%.1f/min", perMinute)
        : String.format(Locale.ROOT, "%.1f/h", perMinute * 60);
  }

  /** As the library writes the time that has passed. */
  static String time(double seconds) {
    Duration left = Duration.ofSeconds(Math.round(seconds));
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
  }

  /** How many columns a text takes: Chinese characters take two. */
  static int width(String text) {
    return text.codePoints().map(BarText::width).sum();
  }

  private static int width(int character) {
    return Math.max(0, WCWidth.wcwidth(character));
  }

  /** In a line that a name fills, the library divides by what is left, zero. */
  static String shortened(String name, int columns) {
    int most = columns / NAME_SHARE;
    int width = 0;
    for (int i = 0; i < name.length(); ) {
      int character = name.codePointAt(i);
      width += width(character);
      if (width > most) {
        return name.substring(0, i);
      }
      i += Character.charCount(character);
    }
    return name;
  }
}
