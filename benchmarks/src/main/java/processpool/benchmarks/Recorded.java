package processpool.benchmarks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run's figures as the JSON file has them.
 *
 * @param machine where and how they were measured
 * @param figures one for each row of the table
 * @param targets what was wanted of them
 */
record Recorded(String machine, List<Row> figures, List<Targets.Verdict> targets) {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  /**
   * What was measured of one thing.
   *
   * @param id its name for programs
   * @param label its name in the table
   * @param unit what its values are
   * @param ratio how many times better this pool is than its peer; null without one
   * @param values by contender
   */
  record Row(
      String id,
      String label,
      Figure.Unit unit,
      @Nullable Double ratio,
      Map<String, Values> values) {}

  /**
   * What was measured of one contender.
   *
   * @param median of all
   * @param all in the order in which they were measured
   */
  record Values(double median, List<Double> all) {}

  String json() {
    return GSON.toJson(this) + "\n";
  }

  static Recorded of(String json) {
    try {
      Recorded read = GSON.fromJson(json, Recorded.class);
      if (read != null && isWhole(read.machine(), read.figures(), read.targets())) {
        return read;
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("not the JSON of a report: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        "not the JSON of a report: it has machine, figures and targets; measure once more");
  }

  /** Gson leaves null what a file lacks. */
  private static boolean isWhole(@Nullable Object... parts) {
    for (Object part : parts) {
      if (part == null) {
        return false;
      }
    }
    return true;
  }
}
