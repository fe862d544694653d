package processpool.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** All values measured, by figure and contender, in the order in which figures were first taken. */
final class Results {
  private final Map<String, Figure> figures = new LinkedHashMap<>();
  private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();

  void add(Figure figure, String contender, double value) {
    figures.putIfAbsent(figure.id(), figure);
    values
        .computeIfAbsent(figure.id(), id -> new LinkedHashMap<>())
        .computeIfAbsent(contender, name -> new ArrayList<>())
        .add(value);
  }

  Collection<Figure> figures() {
    return figures.values();
  }

  List<Double> all(String figure, String contender) {
    return values.getOrDefault(figure, Map.of()).getOrDefault(contender, List.of());
  }

  OptionalDouble median(String figure, String contender) {
    List<Double> all = new ArrayList<>(all(figure, contender));
    if (all.isEmpty()) {
      return OptionalDouble.empty();
    }
    Collections.sort(all);
    int middle = all.size() / 2;
    return OptionalDouble.of(
        all.size() % 2 == 1 ? all.get(middle) : (all.get(middle - 1) + all.get(middle)) / 2);
  }

  /** How often one contender's median is another's; above 1 when the first is better. */
  OptionalDouble timesBetter(String figure, String contender, String base) {
    OptionalDouble own = median(figure, contender);
    OptionalDouble other = median(figure, base);
    Figure known = figures.get(figure);
    if (known == null || own.orElse(0) == 0 || other.orElse(0) == 0) {
      return OptionalDouble.empty();
    }
    double ratio = own.getAsDouble() / other.getAsDouble();
    return OptionalDouble.of(known.unit().lessIsBetter ? 1 / ratio : ratio);
  }
}
