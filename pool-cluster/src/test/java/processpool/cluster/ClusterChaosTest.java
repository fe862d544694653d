package processpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The ledger of a driver, while its three nodes, their workers and their cables are broken at
 * random: each task has one right outcome, and nothing stays behind. {@code -Dchaos.seconds=60} for
 * longer, {@code -Dchaos.seed=N} for the same faults in the same order.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 1, unit = TimeUnit.HOURS)
class ClusterChaosTest {
  private static final int SECONDS = Integer.getInteger("chaos.seconds", 15);
  private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
  private static final int NODES = 3;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Random random = new Random(SEED);
  private final List<String> done = new ArrayList<>();
  private final List<Machine> nodes = new ArrayList<>();
  private Lab lab;

  @AfterEach
  void endLab() throws IOException {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void eachTaskHasOneRightOutcome() throws Exception {
    lab = new Lab(1 + NODES);
    for (int i = 1; i <= NODES; i++) {
      nodes.add(lab.startNode(i, 2));
    }
    Machine driver = lab.startDriver(0, 0, 20, 2000);
    driver.awaitRight(50);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < until) {
      breakSomething();
    }
    long[] ledger = driver.finish();
    String what =
        "seed "
            + SEED
            + ": "
            + done
            + "; right, lost, wrong: "
            + List.of(ledger[0], ledger[1], ledger[2]);
    System.out.println(what);
    assertThat(driver.lines).as(what).noneMatch(line -> line.startsWith("wrong"));
    assertThat(ledger[0]).as(what).isPositive();
    assertThat(ledger[2]).as(what).isZero();
    await().atMost(LONG).until(this::onlyNodesAreLeft);
  }

  private boolean onlyNodesAreLeft() throws IOException {
    for (Machine node : nodes) {
      if (node.processes() != 1) {
        return false;
      }
    }
    return true;
  }

  private void breakSomething() throws IOException, InterruptedException {
    int which = random.nextInt(NODES);
    Machine node = nodes.get(which);
    switch (random.nextInt(5)) {
      case 0 -> {
        done.add("kill a worker of " + node.name);
        List<Long> workers = node.workers();
        if (!workers.isEmpty()) {
          ProcessHandle.of(workers.get(random.nextInt(workers.size())))
              .ifPresent(ProcessHandle::destroyForcibly);
        }
        pause(300);
      }
      case 1 -> {
        done.add("kill " + node.name);
        node.kill();
        pause(500);
        await().atMost(LONG).until(() -> node.processes() == 0);
        nodes.set(which, lab.startNode(which + 1, 2));
      }
      case 2 -> {
        done.add("pull the cable of " + node.name);
        node.host.pull();
        pause(1500);
        node.host.mend();
      }
      case 3 -> {
        done.add("cut one direction of " + node.name);
        node.host.silence();
        pause(1000);
        node.host.mend();
      }
      default -> {
        done.add("stop " + node.name);
        node.signal("STOP");
        pause(1000);
        node.signal("CONT");
      }
    }
    pause(300);
  }

  /** The fault's own time. */
  private void pause(int atMost) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(1 + random.nextInt(atMost));
  }
}
