package processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The short wait before a sleep. Only lower bounds of time are exact: a busy machine may stretch
 * any wait, so upper ones hold for the shortest of many.
 */
@Timeout(60)
class SpinTest {
  private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(20);

  private final Spin spin = new Spin(LONGEST);

  private long inVain() {
    long begun = System.nanoTime();
    assertThat(spin.until(() -> false)).isFalse();
    return System.nanoTime() - begun;
  }

  @Test
  void whatHasHappenedAlreadyCostsOneLook() {
    AtomicInteger looks = new AtomicInteger();
    assertThat(spin.until(() -> looks.incrementAndGet() > 0)).isTrue();
    assertThat(looks).hasValue(1);
  }

  @Test
  void whatHappensMeanwhileIsSeen() {
    AtomicInteger looks = new AtomicInteger();
    Spin patient = new Spin(TimeUnit.SECONDS.toNanos(60));
    assertThat(patient.until(() -> looks.incrementAndGet() > 200)).isTrue();
    assertThat(looks).hasValue(201);
  }

  @Test
  void itGivesUpWhenItsBudgetIsSpent() {
    assertThat(inVain()).isGreaterThanOrEqualTo(LONGEST);
  }

  @Test
  void eachWaitInVainShortensTheNext() {
    for (int i = 0; i < 30; i++) {
      inVain();
    }
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < 100; i++) {
      shortest = Math.min(shortest, inVain());
    }
    assertThat(shortest).isLessThan(LONGEST / 10);
  }

  @Test
  void aSleepThatALittlePatienceWouldHaveSavedRestoresIt() {
    for (int i = 0; i < 30; i++) {
      inVain();
    }
    spin.slept(LONGEST);
    assertThat(inVain()).isGreaterThanOrEqualTo(LONGEST);
  }

  @Test
  void aLongSleepDoesNot() {
    for (int i = 0; i < 30; i++) {
      inVain();
    }
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < 100; i++) {
      spin.slept(100 * LONGEST);
      shortest = Math.min(shortest, inVain());
    }
    assertThat(shortest).isLessThan(LONGEST / 10);
  }
}
