package processpool.docs.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What programs print, each run once: some are asked for by several tests, and most take seconds.
 */
final class Runs {
  private static final Site SITE = new Site(Path.of("..").toAbsolutePath().normalize());
  private static final Map<String, String> OUTPUTS = new ConcurrentHashMap<>();

  private Runs() {}

  static String output(Scenario scenario) throws Exception {
    String known = OUTPUTS.get(scenario.id());
    if (known == null) {
      // On a busy machine five seconds may be too few for three waves; what is printed is the same.
      boolean sleeps = scenario.id().equals("sleep-wait");
      known = scenario.run(SITE.root, sleeps ? List.of("-Dseconds=10") : List.of());
      OUTPUTS.put(scenario.id(), known);
    }
    return known;
  }

  static String output(String id) throws Exception {
    return output(Scenario.of(id).orElseThrow());
  }
}
