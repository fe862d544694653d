package processpool.example1;

import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.lesson.Waves;

/** Three waves while main does something else, and only looks whether all is done. */
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
    await().atMost(ofSeconds(30)).until(() -> results.stream().allMatch(AsyncResult::isDone));
    List<Waves.Run> runs = new ArrayList<>();
    for (AsyncResult<Waves.Run> result : results) {
      runs.add(result.get());
    }
    pool.terminate();
    pool.join();
    Waves.check(runs);
  }
}
