package processpool.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The lives of {@link ModelTest} once more, and in each memory runs out in the middle of some
 * moves, at whatever takes some there. Whoever is told does as the pool's own callers do: a runner
 * ends, an end is told again, a user tries again. Then all must end as ever. Conformance line 47.
 *
 * <p>{@code -Dmodel.sequences=N}, {@code -Dmodel.from=N} and {@code -Dmodel.seed=N} as there.
 */
class ShortageTest {
  private final Logger log = Logger.getLogger("processpool");
  private final Level level = log.getLevel();

  @BeforeEach
  void logNothing() {
    log.setLevel(Level.OFF);
  }

  @AfterEach
  void logAgain() {
    log.setLevel(level);
  }

  @Test
  void whereverMemoryRunsOutAllEnds() throws Exception {
    Class<?> model = new ShortageLoader().loadClass(ModelSequence.class.getName());
    Method run = model.getDeclaredMethod("runShort", long.class);
    run.setAccessible(true);
    Long only = Long.getLong("model.seed");
    long from = only == null ? Long.getLong("model.from", 0) : only;
    long until = only == null ? from + Long.getLong("model.sequences", 20_000) : only + 1;
    long struck = 0;
    try {
      for (long seed = from; seed < until; seed++) {
        struck += (int) run.invoke(null, seed);
      }
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error found) {
        throw found;
      }
      throw e;
    }
    assertThat(struck).as("how often memory ran out").isGreaterThan((until - from) / 4);
  }
}
