package processpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.AsyncResult;
import processpool.ProcessPool;

/** What a pool promises, kept on two nodes that have none of this program's classes. */
@Timeout(120)
class ClusterTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  record Order(int amount) implements java.io.Serializable {}

  private NodeProcess one;
  private NodeProcess two;
  private Cluster cluster;
  private ProcessPool pool;

  @AfterEach
  void end() throws Exception {
    if (pool != null) {
      pool.terminate();
      assertThat(pool.join(LONG)).isTrue();
    }
    if (cluster != null) {
      cluster.close();
    }
    one.close();
    two.close();
  }

  private Cluster twoNodes() throws Exception {
    int first = NodeProcess.freePort();
    int second = NodeProcess.freePort();
    one = NodeProcess.start(first, 2);
    one.awaitReady();
    two = NodeProcess.start(second, 2, first);
    two.awaitReady();
    cluster = Cluster.builder().nodes(one.address(), two.address()).join();
    assertThat(cluster.awaitNodes(2, LONG)).isTrue();
    return cluster;
  }

  private static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void classesTravelToWorkersAndResultsBack() throws Exception {
    pool = twoNodes().pool().build();
    int factor = 3;
    Order captured = pool.apply(x -> new Order(factor * x.amount()), new Order(5));
    assertThat(captured).isEqualTo(new Order(15));
    assertThat(pool.map(x -> x * x, upTo(1000), 7))
        .isEqualTo(upTo(1000).stream().map(x -> x * x).toList());
    AsyncResult<Long> result = pool.applyAsync(() -> ProcessHandle.current().pid());
    assertThat(result.get()).isNotEqualTo(ProcessHandle.current().pid());
    assertThat(result.workerPid()).hasValue(result.get());
    assertThat(result.node()).isIn(one.name(), two.name());
    Set<String> used = new HashSet<>();
    for (AsyncResult<Integer> each :
        upTo(40).stream()
            .map(
                i ->
                    pool.applyAsync(
                        () -> {
                          Thread.sleep(50);
                          return i;
                        }))
            .toList()) {
      each.get(LONG);
      used.add(each.node());
    }
    assertThat(used).containsExactlyInAnyOrder(one.name(), two.name());
    byte[] large = pool.apply(bytes -> bytes.clone(), new byte[5_000_000]);
    assertThat(large).hasSize(5_000_000);
  }
}
