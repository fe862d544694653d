package processpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import processpool.AsyncResult;
import processpool.BrokenPoolException;
import processpool.WorkerDiedException;

/** Nodes, workers and drivers that die, leave, come, and come back. */
class LossTest extends Machines {
  /** A task on each worker, until {@link #release}. */
  private List<AsyncResult<Long>> occupy(int workers) throws Exception {
    List<AsyncResult<Long>> busy = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      busy.add(pool.applyAsync(Tasks::hold, file("busy" + i), file("release")));
      awaitPid("busy" + i);
    }
    return busy;
  }

  private void release() throws Exception {
    Files.createFile(folder.resolve("release"));
  }

  private void assertLost(AsyncResult<Long> lost, String node) {
    assertThatThrownBy(() -> lost.get(LONG))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("node=" + node)
        .cause()
        .isInstanceOf(WorkerDiedException.class)
        .extracting(died -> ((WorkerDiedException) died).node())
        .isEqualTo(node);
  }

  @Test
  void aNodesDeathFailsWhatItHadBegunAndTheRestRunsElsewhere() throws Exception {
    pool = nodes(2, 1).pool().build();
    List<AsyncResult<Long>> busy = occupy(2);
    List<AsyncResult<Integer>> waiting = new ArrayList<>();
    for (int i : upTo(20)) {
      waiting.add(pool.applyAsync(() -> i * i));
    }
    long worker = awaitPid("busy0");
    NodeProcess node = nodeOf(worker);
    node.kill();
    assertLost(busy.get(0), node.name());
    assertThat(busy.get(1).ready()).isFalse();
    release();
    assertThat(busy.get(1).get(LONG)).isEqualTo(awaitPid("busy1"));
    for (int i : upTo(20)) {
      assertThat(waiting.get(i).get(LONG)).isEqualTo(i * i);
    }
    awaitGone(worker);
    assertThat(cluster.nodes()).hasSize(1);
  }

  @Test
  void aRetryRunsElsewhereOnceTheLostOneRunsNoMore() throws Exception {
    pool = nodes(2, 1).pool().retries(1).build();
    List<AsyncResult<Long>> busy = occupy(2);
    long worker = awaitPid("busy0");
    Files.delete(folder.resolve("busy0")); // made again by the second run
    nodeOf(worker).kill();
    awaitGone(worker);
    release();
    assertThat(busy.get(0).get(LONG)).isNotEqualTo(worker);
    assertThat(busy.get(1).get(LONG)).isPositive();
  }

  @Test
  void aWorkersDeathOnANodeCostsItsTaskAndNoOther() throws Exception {
    pool = nodes(2, 1).pool().build();
    List<AsyncResult<Long>> busy = occupy(2);
    long worker = awaitPid("busy0");
    String node = nodeOf(worker).name();
    ProcessHandle.of(worker).orElseThrow().destroyForcibly();
    assertLost(busy.get(0), node);
    release();
    assertThat(busy.get(1).get(LONG)).isPositive();
    assertThat(pool.apply(Tasks::same, 5)).isEqualTo(5);
    assertThat(cluster.nodes()).hasSize(2);
  }

  @Test
  void aNodeThatComesIsUsedAtOnceAndOneThatComesBackToo() throws Exception {
    pool = nodes(1, 1).pool().build();
    long first = pool.apply(Tasks::pid);
    NodeProcess second = startNode(1);
    awaitUsed(2);
    assertThat(pool.stats().processes()).isEqualTo(2);
    int port = second.port;
    second.kill();
    await().atMost(LONG).until(() -> cluster.nodes().size() == 1);
    NodeProcess again = NodeProcess.start(port, 1, nodes.get(0).port);
    nodes.add(again);
    awaitUsed(2);
    assertThat(first).isPositive();
  }

  private void awaitUsed(int nodes) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(LONG)
        .until(
            () -> {
              List<AsyncResult<Long>> results = new ArrayList<>();
              for (int i = 0; i < 2 * nodes; i++) {
                results.add(
                    pool.applyAsync(
                        () -> {
                          Thread.sleep(30);
                          return Tasks.pid();
                        }));
              }
              Set<String> used = new HashSet<>();
              for (AsyncResult<Long> result : results) {
                result.get(LONG);
                used.add(result.node());
              }
              return used.size() == nodes;
            });
  }

  @Test
  void aNodeThatIsToldToEndTellsDriversBefore() throws Exception {
    pool = nodes(2, 1).pool().build();
    List<AsyncResult<Long>> busy = occupy(2);
    long worker = awaitPid("busy0");
    NodeProcess node = nodeOf(worker);
    node.process.destroy(); // SIGTERM
    assertLost(busy.get(0), node.name());
    release();
    assertThat(node.process.waitFor()).isEqualTo(143);
    assertThat(busy.get(1).get(LONG)).isPositive();
    assertThat(cluster.nodes()).hasSize(1);
    assertThat(ProcessHandle.of(worker)).isEmpty();
  }

  @Test
  void tasksWaitWithoutANodeAndRunOnTheOneThatComes() throws Exception {
    pool = nodes(1, 1).pool().build();
    pool.apply(Tasks::pid);
    nodes.get(0).kill();
    await().atMost(LONG).until(() -> cluster.nodes().isEmpty());
    AsyncResult<Integer> result = pool.applyAsync(() -> 7);
    NodeProcess again = NodeProcess.start(nodes.get(0).port, 1);
    nodes.add(again);
    assertThat(result.get(LONG)).isEqualTo(7);
  }

  @Test
  void aDriverThatDiesLeavesNoWorkerBehind() throws Exception {
    nodes(1, 2);
    Process driver =
        new ProcessBuilder(Driver.command(nodes.get(0).address(), file("there")))
            .inheritIO()
            .start();
    long worker = awaitPid("there");
    assertThat(nodeOf(worker)).isEqualTo(nodes.get(0));
    driver.destroyForcibly();
    awaitGone(worker);
    assertThat(nodes.get(0).process.isAlive()).isTrue();
    pool = cluster.pool().build();
    assertThat(pool.apply(Tasks::pid)).isPositive();
  }

  @Test
  void whatANodeLacksBreaksThePoolWithTheReason() throws Exception {
    pool = nodes(1, 1).pool().javaHome(Path.of("/no/such/jdk")).build();
    assertThatThrownBy(() -> pool.applyAsync(Tasks::pid).get(LONG))
        .cause()
        .isInstanceOf(BrokenPoolException.class)
        .hasMessageContaining("/no/such/jdk");
  }

  @Test
  void aClosedClusterLeavesNobodyWaiting() throws Exception {
    pool = nodes(1, 1).pool().build();
    AsyncResult<Long> running = pool.applyAsync(Tasks::hold, file("busy0"), file("release"));
    awaitPid("busy0");
    AsyncResult<Integer> waiting = pool.applyAsync(Tasks::same, 1);
    cluster.close();
    assertThatThrownBy(() -> running.get(LONG)).cause().isInstanceOf(WorkerDiedException.class);
    assertThatThrownBy(() -> waiting.get(LONG)).cause().isInstanceOf(BrokenPoolException.class);
  }
}
