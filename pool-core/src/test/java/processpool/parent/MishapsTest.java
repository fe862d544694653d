package processpool.parent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Restart with a back-off that ends somewhere, by the clock of nobody. */
class MishapsTest {
  private final Mishaps mishaps = new Mishaps();

  private static Seat seat(int chunksDone) {
    Seat seat = new Seat(new FakeRunner());
    seat.chunksDone = chunksDone;
    return seat;
  }

  private List<Long> pausesAfterDeaths(int deaths) {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < deaths; i++) {
      mishaps.died(seat(0));
      pauses.add(TimeUnit.NANOSECONDS.toMillis(mishaps.pause()));
    }
    return pauses;
  }

  @Test
  void theFirstDeathIsMadeGoodAtOnceAndOthersMoreAndMoreSlowly() {
    assertThat(pausesAfterDeaths(10))
        .containsExactly(0L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1000L, 1000L);
    assertThat(pausesAfterDeaths(100)).containsOnly(1000L);
  }

  @Test
  void whateverGetsDoneEndsTheRow() {
    pausesAfterDeaths(5);
    mishaps.aChunkIsDone();
    assertThat(pausesAfterDeaths(2)).containsExactly(0L, 10L);
    mishaps.died(seat(1));
    assertThat(mishaps.pause()).isZero();
  }

  @Test
  void aWorkerThatThePoolKilledForItsChunkCountsForNothing() {
    pausesAfterDeaths(3);
    Seat doomed = seat(0);
    doomed.doomed = true;
    mishaps.died(doomed);
    assertThat(TimeUnit.NANOSECONDS.toMillis(mishaps.pause())).isEqualTo(20);
  }
}
