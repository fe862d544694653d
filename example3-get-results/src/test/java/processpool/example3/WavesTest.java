package processpool.example3;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.lesson.Waves;

/** Three waves, and taking each result is all the waiting there is. */
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
    List<Waves.Run> runs = new ArrayList<>();
    for (AsyncResult<Waves.Run> result : results) {
      runs.add(result.get());
    }
    pool.close();
    pool.join();
    Waves.check(runs);
  }
}
