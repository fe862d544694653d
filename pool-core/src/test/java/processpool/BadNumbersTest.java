package processpool;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Contract: counts below 1, negative retries and times that are not positive are refused at the
 * call, with name=value in the message. Conformance line 8.
 */
@Timeout(180)
class BadNumbersTest {
  private final ProcessPool pool = new ProcessPool(1);
  private final ProcessPool.Builder builder = ProcessPool.builder();

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  private static void refused(String nameAndValue, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(nameAndValue);
  }

  @Test
  void countsBelowOne() {
    for (int bad : new int[] {0, -1, Integer.MIN_VALUE}) {
      refused("processes=" + bad, () -> new ProcessPool(bad));
      refused("processes=" + bad, () -> builder.processes(bad));
      refused("maxTasksPerChild=" + bad, () -> builder.maxTasksPerChild(bad));
    }
  }

  @Test
  void chunkSizesBelowOneInEveryForm() {
    List<Integer> items = List.of(1);
    List<Map.Entry<Integer, Integer>> pairs = List.of(Map.entry(1, 2));
    for (int bad : new int[] {0, -1, Integer.MIN_VALUE}) {
      String message = "chunkSize=" + bad;
      refused(message, () -> pool.map(Tasks::square, items, bad));
      refused(message, () -> pool.mapAsync(Tasks::square, items, bad));
      refused(message, () -> pool.starmap(Math::floorMod, pairs, bad));
      refused(message, () -> pool.starmapAsync(Math::floorMod, pairs, bad));
      refused(message, () -> pool.imap(Tasks::square, items, bad));
      refused(message, () -> pool.imapUnordered(Tasks::square, items, bad));
      refused(message, () -> pool.map(Tasks::square, List.<Integer>of(), bad));
    }
  }

  @Test
  void negativeRetriesAndTimesThatAreNotPositive() {
    refused("retries=-1", () -> builder.retries(-1));
    builder.retries(0);
    refused("taskTimeout=PT0S", () -> builder.taskTimeout(Duration.ZERO));
    refused("taskTimeout=PT-1S", () -> builder.taskTimeout(Duration.ofSeconds(-1)));
    builder.taskTimeout(Duration.ofNanos(1)).taskTimeout(Duration.ofSeconds(Long.MAX_VALUE));
  }
}
