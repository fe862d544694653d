package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conformance line 70: a child that a dead worker's task left behind writes results into that
 * worker's link, for tasks that wait or run elsewhere. None of them is believed, at whatever moment
 * it comes: before the burial, during it or long after.
 */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the attack is a shell's")
class ForgedResultTest {
  @TempDir Path folder;
  private final PathLog log = new PathLog();
  private ProcessPool pool;

  @AfterEach
  void endPool() throws InterruptedException {
    log.close();
    pool.terminate();
    pool.join();
  }

  static int slow(int x) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(150);
    return x;
  }

  /** Leaves a child that forges the result of all that was handed ahead, and dies. */
  static String leaveForger(String folder, String delay) throws Exception {
    TimeUnit.MILLISECONDS.sleep(10);
    Path file = Path.of(folder, "forged-" + delay);
    try (var out = Files.newOutputStream(file)) {
      for (int slot = 0; slot < Hostile.CLAIMS; slot++) {
        int ticket = Hostile.memory() == 0 ? 0 : Hostile.claim(slot);
        if (ticket > 0 && ticket < 1 << 30) {
          out.write(Hostile.frame(Hostile.done(slot, ticket, "FORGED")));
        }
        for (int low = 1; low < 8; low++) { // as the next worker may have them
          out.write(Hostile.frame(Hostile.done(slot, low, "FORGED")));
        }
      }
    }
    Hostile.child("sleep " + delay + "; cat " + file);
    Runtime.getRuntime().halt(3);
    return "";
  }

  private void attack(String delay) throws Exception {
    AsyncResult<String> attacker =
        pool.applyAsync(ForgedResultTest::leaveForger, folder.toString(), delay);
    List<AsyncResult<Integer>> victims = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      victims.add(pool.applyAsync(ForgedResultTest::slow, i));
    }
    for (int i = 0; i < 20; i++) {
      Object value = ((AsyncResult<?>) victims.get(i)).get();
      assertThat(value).as("victim %d", i).isEqualTo(i);
    }
    try {
      Object none = ((AsyncResult<?>) attacker).get();
      throw new AssertionError("the attacker's own: " + none);
    } catch (ExecutionException died) {
      assertThat(died).hasCauseInstanceOf(WorkerDiedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.1", "0.3", "0.6", "1.2", "2"})
  void noTaskGetsItThroughMemory(String delay) throws Exception {
    assumeThat(PathLog.sharedMemoryExpected()).as("shared memory is in use").isTrue();
    pool = new ProcessPool(1);
    log.settle(pool);
    attack(delay);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.6", "1.2", "2"})
  void norOverPipes(String delay) throws Exception {
    pool =
        ProcessPool.builder().processes(1).jvmOptions("-Dprocesspool.sharedMemory=false").build();
    log.settle(pool);
    attack(delay);
  }
}
