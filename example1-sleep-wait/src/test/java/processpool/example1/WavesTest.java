package processpool.example1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;

/**
 * Nine tasks in a pool of three, each reporting where and when it ran; and answers that are wrong.
 */
@Timeout(60)
class WavesTest {
  private static final int TASK_MILLIS = 200;

  record Run(long pid, long start, long end) implements Serializable {
    boolean during(long moment) {
      return start <= moment && moment < end;
    }
  }

  static Run work(int count) throws InterruptedException {
    long start = System.currentTimeMillis();
    TimeUnit.MILLISECONDS.sleep(TASK_MILLIS);
    return new Run(ProcessHandle.current().pid(), start, System.currentTimeMillis());
  }

  /**
   * Three at once and never four; no process busy twice at a time; each one reused; none is ours.
   */
  private static void judge(List<Run> runs) {
    assertThat(runs).hasSize(9);
    assertThat(runs).extracting(Run::pid).doesNotContain(ProcessHandle.current().pid());
    assertThat(
            runs.stream()
                .mapToLong(r -> runs.stream().filter(o -> o.during(r.start())).count())
                .max())
        .as("most tasks at one moment")
        .hasValue(3);
    runs.stream()
        .collect(Collectors.groupingBy(Run::pid))
        .forEach(
            (pid, own) -> {
              assertThat(own).as("tasks of process %d", pid).hasSizeGreaterThan(1);
              own.forEach(r -> assertThat(own).filteredOn(o -> o.during(r.start())).hasSize(1));
            });
    long first = runs.stream().mapToLong(Run::start).min().orElseThrow();
    long last = runs.stream().mapToLong(Run::end).max().orElseThrow();
    assertThat(last - first).as("three waves").isBetween(3L * TASK_MILLIS - 3, 20_000L);
  }

  private static List<Run> inPoolOf(int processes) throws Exception {
    ProcessPool pool = new ProcessPool(processes);
    awaitAll(pool, processes);
    List<Future<Run>> results = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      results.add(pool.applyAsync(WavesTest::work, i));
    }
    pool.close();
    pool.join();
    return collect(results);
  }

  /** On a busy machine one worker may be there so late that the others have done all. */
  private static void awaitAll(ProcessPool pool, int processes) throws Exception {
    List<Integer> each = Collections.nCopies(processes, 0);
    long there;
    do {
      there = pool.map(WavesTest::work, each, 1).stream().map(Run::pid).distinct().count();
    } while (there < processes);
  }

  private static List<Run> collect(List<Future<Run>> results) throws Exception {
    List<Run> runs = new ArrayList<>();
    for (Future<Run> result : results) {
      runs.add(result.get());
    }
    return runs;
  }

  @Test
  void threeAtOnceAndEachProcessReused() throws Exception {
    judge(inPoolOf(3));
  }

  @Test
  void aPoolOfOneIsFoundOut() throws Exception {
    List<Run> runs = inPoolOf(1);
    assertThatThrownBy(() -> judge(runs)).hasMessageContaining("most tasks at one moment");
  }

  @Test
  void aPoolOfNineIsFoundOut() throws Exception {
    List<Run> runs = inPoolOf(9);
    assertThatThrownBy(() -> judge(runs)).isInstanceOf(AssertionError.class);
  }

  @Test
  void threadsAreFoundOut() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    Callable<Run> task = () -> work(0);
    List<Run> runs = collect(threads.invokeAll(Collections.nCopies(9, task)));
    threads.shutdown();
    assertThatThrownBy(() -> judge(runs)).isInstanceOf(AssertionError.class);
  }

  @Test
  void aNewProcessForEachTaskIsFoundOut() throws Exception {
    List<Run> runs = new ArrayList<>();
    for (int wave = 0; wave < 3; wave++) {
      ProcessPool pool = new ProcessPool(3);
      List<Future<Run>> results = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        results.add(pool.applyAsync(WavesTest::work, i));
      }
      runs.addAll(collect(results));
      pool.close();
      pool.join();
    }
    assertThatThrownBy(() -> judge(runs)).isInstanceOf(AssertionError.class);
  }
}
