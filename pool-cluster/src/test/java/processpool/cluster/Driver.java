package processpool.cluster;

import java.util.List;
import processpool.ProcessPool;

/** A driver in a JVM of its own: a task that sleeps for ever on a node. */
final class Driver {
  private Driver() {}

  static List<String> command(String node, String file) {
    return NodeProcess.java(System.getProperty("java.class.path"), Driver.class, node, file);
  }

  public static void main(String[] args) throws Exception {
    Cluster cluster = Cluster.builder().nodes(args[0]).join();
    ProcessPool pool = cluster.pool().build();
    pool.apply(Tasks::sleep, args[1], 1_000_000L);
  }
}
