package processpool.example3;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    awaitWorkers(pool);
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

  /** On a busy machine one worker may be there so late that the others have done all. */
  private static void awaitWorkers(ProcessPool pool) throws Exception {
    Set<Long> there = new HashSet<>();
    while (there.size() < Waves.PROCESSES) {
      pool.map(Waves::work, List.of(1, 2, 3), 1).forEach(run -> there.add(run.pid()));
    }
  }
}
