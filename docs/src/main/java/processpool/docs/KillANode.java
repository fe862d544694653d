package processpool.docs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.cluster.Cluster;

/** Waits for you to kill one of two nodes, and shows that only the task that ran there is lost. */
public class KillANode {
  // region task
  static int square(int x) throws InterruptedException {
    if (x == 1) {
      long node =
          ProcessHandle.current().parent().orElseThrow().pid(); // who has started this worker
      System.out.println("kill this one: pid=" + node);
      TimeUnit.MINUTES.sleep(10);
    }
    return x * x;
  }

  // endregion

  public static void main(String[] args) throws Exception {
    try (LocalNode first = LocalNode.start("--workers", "1");
        LocalNode second = LocalNode.start("--workers", "1", "--join", first.address());
        Cluster cluster = Cluster.builder().nodes(first.address(), second.address()).join()) {
      cluster.awaitNodes(2, Duration.ofSeconds(30));
      drive(cluster);
    }
  }

  static void drive(Cluster cluster) throws InterruptedException {
    // region drive
    ProcessPool pool = cluster.pool().build();
    List<AsyncResult<Integer>> squares = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      squares.add(pool.applyAsync(KillANode::square, i));
    }
    for (AsyncResult<Integer> square : squares) {
      try {
        System.out.println(square.get() + " from node=" + square.node());
      } catch (ExecutionException e) {
        System.out.println(e.getMessage());
      }
    }
    System.out.println("nodes left: " + cluster.nodes().size());
    pool.close();
    pool.join();
    // endregion
  }
}
