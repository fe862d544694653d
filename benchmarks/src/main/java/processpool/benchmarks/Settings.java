package processpool.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * What to measure and for how long, from system properties that Maven's command line sets.
 *
 * @param quick shorter and less exact, below a minute
 * @param only names of probes or groups of them; all when empty
 * @param rounds how often each figure is taken; the median counts
 * @param jdk25 the home of a second JDK on which starting is measured too, or empty
 * @param flags options for the JVM of this pool's program, to tune or profile it
 * @param python the command that starts CPython
 * @param json where the figures go
 */
record Settings(
    boolean quick,
    List<String> only,
    int rounds,
    String jdk25,
    List<String> flags,
    String python,
    Path json) {

  static Settings fromProperties() {
    boolean quick = Boolean.getBoolean("quick");
    int rounds = Integer.getInteger("rounds", 0);
    return new Settings(
        quick,
        // PowerShell makes two arguments of an unquoted comma, so a plus does too.
        words(System.getProperty("only", "").replaceAll("[,+]", " ")),
        rounds > 0 ? rounds : quick ? 3 : 5,
        System.getProperty("jdk25", "").trim(),
        words(System.getProperty("flags", "")),
        System.getProperty("python", "python3"),
        Path.of(System.getProperty("json", "target/side-by-side.json")));
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.trim().split(" +", -1));
  }

  boolean wants(String probe, String group) {
    return only.isEmpty() || only.contains(probe) || only.contains(group);
  }

  /** How long one figure is taken for, once. */
  double seconds() {
    return quick ? 0.12 : 1.0;
  }

  /** Small tasks that are submitted together; the slowest get fewer of them in quick mode. */
  int batch(String contender) {
    boolean slow = contender.equals(Contenders.PP4J) || contender.startsWith("CPython");
    return quick ? (slow ? 1_000 : 5_000) : 10_000;
  }
}
