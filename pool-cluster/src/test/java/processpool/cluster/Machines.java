package processpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import processpool.ProcessPool;

/** Nodes and a driver for one test. */
@Timeout(120)
abstract class Machines {
  static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  final List<NodeProcess> nodes = new ArrayList<>();
  Cluster cluster;
  ProcessPool pool;

  @AfterEach
  void end() throws Exception {
    if (pool != null) {
      pool.terminate();
      assertThat(pool.join(LONG)).isTrue();
    }
    if (cluster != null) {
      cluster.close();
    }
    nodes.forEach(NodeProcess::close);
  }

  /** So many nodes of so many workers, and this program as a member. */
  Cluster nodes(int count, int workers) throws Exception {
    for (int i = 0; i < count; i++) {
      startNode(workers);
    }
    join();
    assertThat(cluster.awaitNodes(count, LONG)).isTrue();
    return cluster;
  }

  /** Starts one more, and waits until it is ready. */
  NodeProcess startNode(int workers) throws Exception {
    int[] others = nodes.stream().mapToInt(node -> node.port).toArray();
    NodeProcess node = NodeProcess.start(NodeProcess.freePort(), workers, others);
    nodes.add(node);
    node.awaitReady();
    return node;
  }

  void join() {
    cluster =
        Cluster.builder()
            .nodes(nodes.stream().map(NodeProcess::address).toArray(String[]::new))
            .join();
  }

  String file(String name) {
    return folder.resolve(name).toString();
  }

  /** Waits until a task has left its worker's pid there. */
  long awaitPid(String name) throws Exception {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(LONG)
        .until(() -> Files.exists(folder.resolve(name)));
    return Long.parseLong(Files.readString(folder.resolve(name)));
  }

  static void awaitGone(long pid) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(LONG)
        .until(() -> ProcessHandle.of(pid).isEmpty());
  }

  /** Which node a worker belongs to. */
  NodeProcess nodeOf(long worker) {
    long parent = ProcessHandle.of(worker).orElseThrow().parent().orElseThrow().pid();
    return nodes.stream().filter(node -> node.process.pid() == parent).findFirst().orElseThrow();
  }

  static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
