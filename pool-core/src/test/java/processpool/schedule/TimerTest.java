package processpool.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimerTest {
  /** Whose times are so far apart that their difference would be no number. */
  @Test
  void whatIsNeverDueKeepsNothingElseWaiting() throws Exception {
    Timer.Due never = Timer.after(Long.MAX_VALUE, () -> {});
    CountDownLatch ran = new CountDownLatch(1);
    try {
      var unused = Timer.after(-TimeUnit.SECONDS.toNanos(1), ran::countDown); // overdue already
      assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      never.cancel();
    }
  }

  @Test
  void whatIsCancelledDoesNotRun() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    Timer.Due due = Timer.after(TimeUnit.MILLISECONDS.toNanos(200), cancelled::countDown);
    due.cancel();
    CountDownLatch later = new CountDownLatch(1);
    var unused = Timer.after(TimeUnit.MILLISECONDS.toNanos(201), later::countDown);
    assertThat(later.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(cancelled.getCount()).isEqualTo(1);
  }
}
