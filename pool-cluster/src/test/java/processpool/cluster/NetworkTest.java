package processpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Contract, "more than one machine": whatever becomes of cables, nodes and drivers, each task has
 * one right outcome. A driver keeps a ledger (see {@link LedgerDriver}), and the network is broken.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
class NetworkTest {
  /** What the Javadoc of Cluster says, and some time to tell. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(26);

  private static final int MILLIS = 20;
  private static final int BYTES = 2000;

  private Lab lab;
  private Machine one;
  private Machine two;
  private Machine driver;

  @BeforeEach
  void makeLab() throws Exception {
    lab = new Lab(3);
    one = lab.startNode(1, 2);
    two = lab.startNode(2, 2);
  }

  @AfterEach
  void endLab() throws IOException {
    if (lab != null) {
      lab.close();
    }
  }

  private void drive(int retries, int millis, int bytes) throws IOException {
    driver = lab.startDriver(0, retries, millis, bytes);
    driver.awaitRight(20);
  }

  private void assertAllIsWell() throws IOException {
    long[] ledger = driver.finish();
    assertThat(driver.lines).as("right=%d lost=%d", ledger[0], ledger[1]).noneMatch(isWrong());
    assertThat(ledger[2]).isZero();
  }

  private static Predicate<String> isWrong() {
    return line -> line.startsWith("wrong") || line.contains("Exception in thread");
  }

  @Test
  void aCableThatIsPulledForASecondCostsNothing() throws Exception {
    drive(0, MILLIS, BYTES);
    one.host.pull();
    TimeUnit.SECONDS.sleep(1); // that is the case: a second without a cable
    one.host.mend();
    driver.awaitRight(200);
    assertAllIsWell();
    assertThat(driver.ledger()[1]).as("lost").isZero();
  }

  @Test
  void aCableThatStaysPulledCostsWhatHadBegunAndTheNodeIsUsedOnceItIsBack() throws Exception {
    drive(0, MILLIS, BYTES);
    long before = System.nanoTime();
    one.host.pull();
    driver.await("lost ", GIVEN_UP);
    assertThat(System.nanoTime() - before).isLessThan(GIVEN_UP.toNanos());
    assertThat(driver.lines).noneMatch(line -> line.startsWith("lost") && line.contains(two.name));
    driver.awaitRight(50);
    awaitNoWorkers(one);
    one.host.mend();
    await().atMost(GIVEN_UP).until(() -> one.processes() > 1);
    driver.awaitRight(100);
    assertAllIsWell();
  }

  @Test
  void oneDirectionAloneIsAsGoodAsBoth() throws Exception {
    drive(1, MILLIS, BYTES);
    one.host.silence();
    two.host.deafen();
    awaitNoWorkers(one);
    awaitNoWorkers(two);
    one.host.mend();
    two.host.mend();
    driver.awaitRight(100);
    assertAllIsWell();
    assertThat(driver.ledger()[1]).as("lost, though each may be run again").isZero();
  }

  private static void awaitNoWorkers(Machine node) {
    await().atMost(GIVEN_UP).until(() -> node.processes() == 1);
  }

  @Test
  void aNodeThatIsKilledCostsWhatItHadBegun() throws Exception {
    drive(0, MILLIS, BYTES);
    one.signal("KILL"); // the first of them: JGroups' coordinator
    driver.await("lost ", Duration.ofSeconds(10));
    driver.awaitRight(50);
    await().atMost(Duration.ofSeconds(10)).until(() -> one.processes() == 0);
    Machine again = lab.startNode(1, 2);
    await().atMost(GIVEN_UP).until(() -> again.processes() > 1);
    driver.awaitRight(50);
    assertAllIsWell();
  }

  @Test
  void aNodeThatIsStoppedForSomeSecondsCostsNothing() throws Exception {
    drive(0, MILLIS, BYTES);
    one.signal("STOP");
    TimeUnit.SECONDS.sleep(5); // that is the case
    one.signal("CONT");
    driver.awaitRight(200);
    assertAllIsWell();
    assertThat(driver.ledger()[1]).as("lost").isZero();
  }

  @Test
  void aDriverThatIsKilledOrCutOffLeavesNoWorkers() throws Exception {
    drive(0, MILLIS, BYTES);
    Machine first = driver;
    drive(0, MILLIS, BYTES); // a second one on the same host: not in its way
    first.kill();
    driver.awaitRight(50);
    driver.kill();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> one.processes() == 1 && two.processes() == 1);
    drive(0, MILLIS, BYTES);
    driver.host.pull();
    awaitNoWorkers(one);
    awaitNoWorkers(two);
  }

  @Test
  void aSlowNetworkCarriesLargeResults() throws Exception {
    lab.hosts.host(0).slow(1_000_000);
    drive(0, 0, 200_000);
    driver.awaitRight(20);
    assertAllIsWell();
    assertThat(driver.ledger()[1]).as("lost").isZero();
  }

  @Test
  void aNodeMayComeInTheMiddle() throws Exception {
    lab.close();
    lab = new Lab(3);
    one = lab.startNode(1, 1);
    drive(0, MILLIS, BYTES);
    two = lab.startNode(2, 1);
    await().atMost(GIVEN_UP).until(() -> two.processes() > 1);
    driver.awaitRight(100);
    assertAllIsWell();
    assertThat(driver.ledger()[1]).as("lost").isZero();
  }
}
