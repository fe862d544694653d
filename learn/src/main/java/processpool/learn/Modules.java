package processpool.learn;

import java.util.List;
import java.util.function.Predicate;

/** The modules that have exercises, in their order, and what a learner calls them. */
final class Modules {
  static final List<String> ALL = Catalog.load().stream().map(Exercise::module).distinct().toList();

  private Modules() {}

  /** The module that is meant by its name, or by the beginning of it; empty for none. */
  static String named(String asked) {
    return ALL.stream()
        .filter(module -> module.equals(asked) || brief(module).equals(asked))
        .findFirst()
        .orElse("");
  }

  /** The beginning of its name, with which a command fits into a line: {@code example1}. */
  static String brief(String module) {
    return module.substring(0, module.indexOf('-'));
  }

  /**
   * Where to go when a module is finished: to the one after it; from the last one to the first that
   * was left out.
   *
   * @return the module; empty when it is time for the labs
   */
  static String after(String finished, Predicate<String> leftOut) {
    int next = ALL.indexOf(finished) + 1;
    return next < ALL.size() ? ALL.get(next) : ALL.stream().filter(leftOut).findFirst().orElse("");
  }
}
