package processpool.docs;

import java.io.Console;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import processpool.ProcessPool;
import processpool.cluster.Cluster;

/** A driver whose nodes are on other machines: where, say {@code -Dbind} and {@code -Dnodes}. */
public class TwoMachines {
  @SuppressWarnings("SystemConsoleNull") // as it is before JDK 22, and may be after
  public static void main(String[] args) throws Exception {
    Path file = Path.of(System.getProperty("credentials"));
    Console terminal = System.console();
    if (terminal == null) {
      System.err.println("nobody can be asked for the password of " + file + ": use a terminal");
      System.exit(1);
    }
    char[] password = terminal.readPassword("password of " + file + ": ");
    drive(System.getProperty("bind"), System.getProperty("nodes").split(",", -1), file, password);
  }

  static void drive(String own, String[] nodes, Path file, char[] password) throws Exception {
    // region drive
    try (Cluster cluster =
        Cluster.builder()
            .bind(own) // this machine's own address, such as 10.0.0.9
            .nodes(nodes) // such as 10.0.0.5:7800 and 10.0.0.6:7800
            .credentials(file, password)
            .join()) {
      cluster.awaitNodes(nodes.length, Duration.ofSeconds(30));
      System.out.println(cluster.nodes());
      ProcessPool pool = cluster.pool().retries(1).build();
      List<Integer> numbers = IntStream.range(0, 10).boxed().toList();
      System.out.println(pool.map(x -> x * x, numbers));
      pool.close();
      pool.join();
    }
    // endregion
  }
}
