package processpool.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import processpool.ProcessPool;
import processpool.Shared;
import processpool.Worker;

/** The list of stop words is there once in each worker, and what is counted is right. */
@Timeout(60)
class CountWordsTest {
  @TempDir Path folder;

  /** Which worker, and which list there. */
  private static List<Integer> whichListWhere(Shared<Set<String>> stop) {
    return List.of(Worker.index(), System.identityHashCode(stop.get()));
  }

  @Test
  void allTasksOfAWorkerHaveTheSameList() throws Exception {
    ProcessPool pool = new ProcessPool(2);
    Shared<Set<String>> stop = pool.share(Inputs.STOP_WORDS);
    List<Integer> tasks = IntStream.range(0, 200).boxed().toList();
    var seen = new HashSet<>(pool.map(task -> whichListWhere(stop), tasks, 1));
    assertThat(seen).extracting(pair -> pair.get(0)).doesNotHaveDuplicates().hasSizeBetween(1, 2);
    pool.terminate();
  }

  @Test
  void whatTheWorkersCountIsWhatOneThreadCounts() throws Exception {
    List<Path> files = Inputs.logs(folder, 3, 1);
    Map<String, Integer> here = new HashMap<>();
    for (Path file : files) {
      CountWords.count(file, Inputs.STOP_WORDS)
          .forEach((word, n) -> here.merge(word, n, Integer::sum));
    }
    ProcessPool pool = new ProcessPool(2);
    Shared<Set<String>> stop = pool.share(Inputs.STOP_WORDS);
    Map<String, Integer> there = new HashMap<>();
    pool.imapUnordered(file -> CountWords.count(file, stop.get()), files)
        .forEachRemaining(counts -> counts.forEach((w, n) -> there.merge(w, n, Integer::sum)));
    pool.terminate();
    assertThat(there).isEqualTo(here).containsKey("worker").doesNotContainKey("the");
  }
}
