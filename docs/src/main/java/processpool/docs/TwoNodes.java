package processpool.docs;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import processpool.ProcessPool;
import processpool.WorkerStats;
import processpool.cluster.Cluster;
import processpool.cluster.Node;

/** Example 2's nine tasks over two nodes of two workers, all of them on this machine. */
public class TwoNodes {
  static void serve(int count) throws InterruptedException {
    System.out.println("count=" + count + ", pid=" + ProcessHandle.current().pid());
    TimeUnit.SECONDS.sleep(1);
  }

  public static void main(String[] args) throws Exception {
    // region nodes
    try (LocalNode first = LocalNode.start("--workers", "2");
        LocalNode second = LocalNode.start("--workers", "2", "--join", first.address())) {
      drive(first.address(), second.address());
    }
    // endregion
  }

  static void drive(String... addresses) throws InterruptedException {
    // region drive
    try (Cluster cluster = Cluster.builder().nodes(addresses).join()) {
      cluster.awaitNodes(2, Duration.ofSeconds(30));
      for (Node node : cluster.nodes()) {
        System.out.println("node=" + node.name() + ", address=" + node.address());
      }
      ProcessPool pool = cluster.pool().build();
      pool.workerPids(); // there once all have begun to start
      for (WorkerStats worker : pool.stats().workers()) {
        System.out.println("node=" + worker.node() + ", pid=" + worker.pid());
      }
      long start = System.nanoTime();
      for (int i = 0; i < 9; i++) {
        pool.runAsync(TwoNodes::serve, i);
      }

      pool.close(); // no new tasks from here on
      pool.join(); // wait for those there are
      double elapsed = (System.nanoTime() - start) / 1e9;
      System.out.println(String.format(Locale.ROOT, "elapsed: %.2f s", elapsed));
    }
    // endregion
  }
}
