package processpool.example2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.lesson.Waves;

/** Three waves, and {@code close} then {@code join} wait for the last one. */
@Timeout(60)
class WavesTest {
  @Test
  void threeAtOnceAndEachProcessReused() throws Exception {
    ProcessPool pool = new ProcessPool(Waves.PROCESSES);
    Waves.awaitProcesses(() -> pool.map(Waves::work, List.of(1, 2, 3), 1));
    List<AsyncResult<Waves.Run>> results = new ArrayList<>();
    for (int i = 0; i < Waves.TASKS; i++) {
      results.add(pool.applyAsync(Waves::work, i));
    }
    pool.close();
    pool.join();
    assertThat(results).allMatch(AsyncResult::isDone);
    List<Waves.Run> runs = new ArrayList<>();
    for (AsyncResult<Waves.Run> result : results) {
      runs.add(result.get());
    }
    Waves.check(runs);
  }
}
