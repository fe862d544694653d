package processpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import processpool.AsyncResult;
import processpool.WorkerDiedException;

/**
 * Nodes and drivers that say nothing, as if a cable had been pulled: their processes are stopped.
 */
class SilenceTest extends Machines {
  private static void signal(String name, long pid) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, "" + pid).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whoIsSilentForTooLongIsGivenUpAndUsedAgainWhenItComesBack() throws Exception {
    pool = nodes(2, 1).pool().build();
    List<AsyncResult<Long>> busy = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      busy.add(pool.applyAsync(Tasks::hold, file("busy" + i), file("release")));
      awaitPid("busy" + i);
    }
    List<AsyncResult<Integer>> waiting = new ArrayList<>();
    for (int i : upTo(10)) {
      waiting.add(pool.applyAsync(Tasks::same, i));
    }
    Process driver =
        new ProcessBuilder(Driver.command(nodes.get(0).address(), file("there")))
            .inheritIO()
            .start();
    long itsWorker = awaitPid("there");
    NodeProcess other = nodeOf(itsWorker); // a node that is stopped cannot end anything
    NodeProcess stopped = nodes.get(1 - nodes.indexOf(other));
    AsyncResult<Long> lost = busy.get(nodeOf(awaitPid("busy0")) == stopped ? 0 : 1);
    try {
      signal("STOP", driver.pid());
      signal("STOP", stopped.process.pid());
      // The node that a driver says nothing to ends its workers.
      awaitGone(itsWorker);
      // The driver that a node says nothing to runs the rest elsewhere.
      assertThatThrownBy(() -> lost.get(LONG))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("nothing was heard of it")
          .cause()
          .isInstanceOf(WorkerDiedException.class)
          .extracting(died -> ((WorkerDiedException) died).node())
          .isEqualTo(stopped.name());
      java.nio.file.Files.createFile(folder.resolve("release"));
      for (int i : upTo(10)) {
        assertThat(waiting.get(i).get(LONG)).isEqualTo(i);
      }
      assertThat(cluster.nodes()).extracting(Node::name).containsExactly(other.name());
      signal("CONT", stopped.process.pid());
      await().atMost(LONG).until(() -> cluster.nodes().size() == 2);
      await().atMost(LONG).until(() -> pool.stats().workers().size() == 2);
      assertThat(pool.map(Tasks::same, upTo(20), 1)).isEqualTo(upTo(20));
    } finally {
      signal("CONT", stopped.process.pid());
      driver.destroyForcibly();
    }
  }
}
