package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Conformance line 76: the words that say who has which chunk, overwritten at random. No value is
 * impossible there, yet of a worker's chunks one at most can have begun without an end, and none
 * waits for ever.
 */
@Timeout(300)
@EnabledOnOs(value = OS.LINUX, disabledReason = "shared memory is for Linux")
class ClaimWordsTest {
  private static final long SEED = Long.getLong("damage.seed", System.nanoTime());
  private static final int ROUNDS = Integer.getInteger("damage.claim.rounds", 16);
  private static final int TASKS = 60;

  private final PathLog log = new PathLog();
  private final ProcessPool pool = new ProcessPool(1);

  @AfterEach
  void endPool() throws InterruptedException {
    log.close();
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
  }

  static String overwrite(long seed) throws Exception {
    Random random = new Random(seed);
    int kind = (int) Math.floorMod(seed, 8L);
    for (int slot = 0; slot < Hostile.CLAIMS; slot++) {
      switch (kind) {
        case 0 -> Hostile.claim(slot, 0);
        case 1 -> Hostile.claim(slot, -1);
        case 2 -> Hostile.claim(slot, random.nextInt());
        case 3 -> Hostile.claim(slot, random.nextInt(200));
        case 4 -> Hostile.claim(slot, -1 - random.nextInt(3));
        case 5 -> Hostile.claim(slot, Hostile.claim(slot) + 1 + random.nextInt(99));
        case 6 -> Hostile.claim(slot, Hostile.claim(slot) | 1 << 30); // as if taken back
        default -> Hostile.claim(slot, Integer.MIN_VALUE + random.nextInt(3));
      }
    }
    if (random.nextInt(3) == 0) {
      Runtime.getRuntime().halt(3);
    }
    return "done";
  }

  @Test
  void noTaskIsLeftAndOneAtMostIsToldDead() throws Exception {
    assumeThat(PathLog.sharedMemoryExpected()).as("shared memory is in use").isTrue();
    for (int round = 0; round < ROUNDS; round++) {
      log.settle(pool);
      List<AsyncResult<Integer>> good = new ArrayList<>();
      AsyncResult<String> attack = pool.applyAsync(ClaimWordsTest::overwrite, SEED + round);
      for (int i = 0; i < TASKS; i++) {
        good.add(pool.applyAsync(Tasks::square, i));
      }
      int dead = ended(attack) ? 0 : 1;
      for (int i = 0; i < TASKS; i++) {
        if (ended(good.get(i))) {
          assertThat(good.get(i).get()).isEqualTo(i * i);
        } else {
          dead++;
        }
      }
      // One whose worker stumbles over its claim has not begun it; it may look as if.
      assertThat(dead).as("told dead, seed=%d", SEED + round).isLessThanOrEqualTo(2);
    }
  }

  private static boolean ended(AsyncResult<?> result) throws Exception {
    try {
      result.get(Duration.ofSeconds(20));
      return true;
    } catch (ExecutionException failed) {
      assertThat(failed).hasCauseInstanceOf(WorkerDiedException.class);
      return false;
    }
  }
}
