package processpool.benchmarks;

import java.util.List;

/**
 * Measures this pool, its peers and the machine's limits in one run. See docs/en/performance.md.
 */
public final class SideBySide {
  private SideBySide() {}

  public static void main(String[] args) throws Exception {
    Settings settings = Settings.fromProperties();
    double load = Report.load();
    Results results = new Results();
    try (Contenders contenders = new Contenders(settings.python(), settings.flags())) {
      for (Probe probe :
          List.of(
              new SteadyProbes(settings, contenders, results),
              new FreshProbes(settings, contenders, results),
              new ManyProbes(settings, contenders, results))) {
        probe.run();
      }
    }
    Report report = new Report(results, settings, load);
    System.out.println(report.text());
    report.writeJson(settings.json());
    System.out.println("written to " + settings.json().toAbsolutePath());
  }
}
