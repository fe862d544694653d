package processpool.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The scheduler against random lives of a pool: workers that die, fail to start, answer late, or
 * from within, or throw; users who submit, cancel, resize, close and terminate. Whatever happens,
 * each call has one outcome, nothing waits while somebody is idle, and everything ends.
 *
 * <p>{@code -Dmodel.sequences=N} says how many, {@code -Dmodel.from=N} from which seed on, {@code
 * -Dmodel.seed=N} does one again.
 */
class ModelTest {
  private static final int THREADS = 2;

  private final Logger log = Logger.getLogger("processpool");
  private final Level level = log.getLevel();

  /** What runners throw on purpose is logged, thousands of times. */
  @BeforeEach
  void logNothing() {
    log.setLevel(Level.OFF);
  }

  @AfterEach
  void logAgain() {
    log.setLevel(level);
  }

  @Test
  void everyLifeOfAPoolKeepsTheRules() throws Exception {
    Long only = Long.getLong("model.seed");
    if (only != null) {
      ModelSequence.run(only);
      return;
    }
    long from = Long.getLong("model.from", 0);
    long count = Long.getLong("model.sequences", 100_000);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> parts = new ArrayList<>();
      for (int part = 0; part < THREADS; part++) {
        long first = from + part;
        parts.add(threads.submit(() -> run(first, from + count)));
      }
      for (Future<?> part : parts) {
        part.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error found) {
        throw found;
      }
      throw e;
    } finally {
      threads.shutdownNow();
    }
  }

  private static void run(long first, long until) {
    for (long seed = first; seed < until && !Thread.interrupted(); seed += THREADS) {
      ModelSequence.run(seed);
    }
  }
}
