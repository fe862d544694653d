package processpool.cluster;

import java.time.Duration;
import java.util.List;
import processpool.ProcessPool;

/** A driver in a JVM of its own, which is told a name: says whom it found, and uses them. */
final class NamedDriver {
  private NamedDriver() {}

  static List<String> command(String name) {
    return NodeProcess.java(System.getProperty("java.class.path"), NamedDriver.class, name);
  }

  public static void main(String[] args) throws Exception {
    try (Cluster cluster = Cluster.builder().nodes(args[0]).join()) {
      boolean all = cluster.awaitNodes(2, Duration.ofSeconds(NodeProcess.LONG_SECONDS));
      System.out.println(all + " " + cluster.nodes());
      ProcessPool pool = cluster.pool().build();
      System.out.println("results=" + pool.map(x -> x * x, List.of(0, 1, 2, 3)));
      pool.close();
      pool.join();
    }
  }
}
