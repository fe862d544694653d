package processpool.benchmarks;

import java.util.List;
import java.util.Map;

/** What takes figures: from whom, for how long, and where they go. */
abstract class Probe {
  static final String BATCH = " batch=?";
  static final int WORKERS = 2;

  private static final long BEGUN = System.nanoTime();

  final Settings settings;
  final Contenders contenders;
  final Results results;

  Probe(Settings settings, Contenders contenders, Results results) {
    this.settings = settings;
    this.contenders = contenders;
    this.results = results;
  }

  abstract void run() throws Exception;

  /** Whether these figures are asked for; if so, says that their turn has come. */
  final boolean begins(String probe, String group) {
    boolean wanted = settings.wants(probe, group);
    if (wanted) {
      System.err.printf(
          "%3d s: measuring %s%n", (System.nanoTime() - BEGUN) / 1_000_000_000, probe);
    }
    return wanted;
  }

  final boolean begins(String probe) {
    return begins(probe, probe);
  }

  final void add(Figure figure, String contender, Map<String, Double> answer, String key) {
    Double value = answer.get(key);
    if (value != null) {
      results.add(figure, contender, value);
    }
  }

  final String sized(String order, ContenderProcess one) {
    return order.replace(BATCH, " batch=" + settings.batch(one.name()));
  }

  /** Asks each of them once a round, each time another one first. */
  final void rounds(int rounds, List<ContenderProcess> all, Asking asking) throws Exception {
    for (int round = 0; round < rounds; round++) {
      for (ContenderProcess one : Contenders.rotated(all, round)) {
        asking.ask(one);
      }
    }
  }

  /** What one of them is asked. */
  interface Asking {
    void ask(ContenderProcess one) throws Exception;
  }
}
