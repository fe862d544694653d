package processpool.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Restart with a back-off that ends somewhere, by the clock of nobody. */
class RestartPolicyTest {
  private static final WorkerDeath WRONG_OPTION = new WorkerDeath(WorkerId.NOBODY, 1, "", null);
  private static final WorkerDeath KILLED = new WorkerDeath(WorkerId.NOBODY, 137, "", null);

  private final RestartPolicy restarts = new RestartPolicy();

  private long pause() {
    return TimeUnit.NANOSECONDS.toMillis(restarts.pause());
  }

  private List<Long> pausesAfterDeaths(int deaths) {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < deaths; i++) {
      restarts.died(false, 0);
      pauses.add(pause());
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
    restarts.aChunkIsDone();
    assertThat(pausesAfterDeaths(2)).containsExactly(0L, 10L);
    restarts.died(false, 1);
    assertThat(pause()).isZero();
  }

  @Test
  void aWorkerThatThePoolEndedForItsChunkCountsForNothing() {
    pausesAfterDeaths(3);
    restarts.died(true, 0);
    assertThat(pause()).isEqualTo(20);
  }

  @Test
  void aPoolThatNeverHadAWorkerIsBrokenByTheFirstStartThatFailsOfItself() {
    assertThat(restarts.startFailed(KILLED, false)).isFalse();
    assertThat(restarts.startFailed(WRONG_OPTION, true)).isTrue();
  }

  @Test
  void startsThatSomebodyKillsAreHopelessAfterTenInARow() {
    for (int i = 1; i < 10; i++) {
      assertThat(restarts.startFailed(KILLED, false)).isFalse();
    }
    assertThat(restarts.startFailed(KILLED, false)).isTrue();
  }

  @Test
  void onceOneWasReadyAStartIsTriedAgainMoreAndMoreSlowly() {
    restarts.aWorkerIsReady();
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      assertThat(restarts.startFailed(WRONG_OPTION, false)).isFalse();
      pauses.add(pause());
    }
    assertThat(pauses).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 640L, 1000L, 1000L);
    assertThat(restarts.startFailed(WRONG_OPTION, true)).as("others work on").isFalse();
    assertThat(restarts.startFailed(WRONG_OPTION, false)).as("none is left").isTrue();
    restarts.aWorkerIsReady();
    assertThat(restarts.startFailed(WRONG_OPTION, false)).isFalse();
  }
}
