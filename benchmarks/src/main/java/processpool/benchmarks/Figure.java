package processpool.benchmarks;

import com.google.gson.annotations.SerializedName;
import java.util.Locale;

/**
 * Something measured.
 *
 * @param id its name in the JSON file
 * @param label its name in the table
 * @param unit what its values are
 */
record Figure(String id, String label, Unit unit) {

  /** What a value is, which says how to print it and which of two is better. */
  enum Unit {
    @SerializedName("seconds")
    SECONDS(true),
    @SerializedName("per_second")
    PER_SECOND(false),
    @SerializedName("bytes_per_second")
    BYTES_PER_SECOND(false),
    @SerializedName("bytes")
    BYTES(true),
    @SerializedName("percent")
    PERCENT(true);

    final boolean lessIsBetter;

    Unit(boolean lessIsBetter) {
      this.lessIsBetter = lessIsBetter;
    }

    String show(double value) {
      return switch (this) {
        case SECONDS ->
            value < 1e-3
                ? digits(value * 1e6) + " us"
                : value < 1 ? digits(value * 1e3) + " ms" : digits(value) + " s";
        case PER_SECOND -> scaled(value, "/s");
        case BYTES_PER_SECOND -> scaled(value, "B/s");
        case BYTES -> value < 10_000 ? digits(value) + " B" : digits(value / 1048576) + " MiB";
        case PERCENT -> digits(value) + " %";
      };
    }

    private static String scaled(double value, String suffix) {
      if (value >= 1e9) {
        return digits(value / 1e9) + " G" + suffix;
      }
      if (value >= 1e6) {
        return digits(value / 1e6) + " M" + suffix;
      }
      return value >= 1e3 ? digits(value / 1e3) + " k" + suffix : digits(value) + " " + suffix;
    }
  }

  /** Three digits that count. */
  static String digits(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
  }
}
