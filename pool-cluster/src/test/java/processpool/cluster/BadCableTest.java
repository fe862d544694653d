package processpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A network that delays each packet by 50 ms and loses 2 of 100. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
class BadCableTest {
  @Test
  void aBadCableCostsTimeAlone() throws Exception {
    try (Lab lab = new Lab(2)) {
      lab.hosts.host(1).badCable(Duration.ofMillis(50), 2);
      lab.startNode(1, 2);
      Machine driver = lab.startDriver(0, 0, 20, 2000);
      driver.awaitRight(100);
      long[] ledger = driver.finish();
      assertThat(driver.lines).noneMatch(line -> line.startsWith("wrong"));
      assertThat(ledger[1]).as("lost").isZero();
    }
  }
}
