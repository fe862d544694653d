package processpool.example1.exercises;

import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;

/** Counts the worker processes of the pool that was opened. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex02PoolSizeTest {

  @Test
  void twoTasksInOneWaveNeedTwoWorkers() {
    same(
        workersOfThePoolFor(2, 1),
        2,
        "workers for 2 tasks in 1 wave: both are served at once.",
        "2 个任务在 1 波内处理完所需的工作进程数：两个任务同时被处理。");
  }

  @Test
  void fiveTasksInTwoWavesNeedThreeWorkers() {
    same(
        workersOfThePoolFor(5, 2),
        3,
        "workers for 5 tasks in 2 waves: enough for both waves, and no more workers than needed.",
        "5 个任务在 2 波内处理完所需的工作进程数：两波够用即可，不要多开。");
  }

  private static int workersOfThePoolFor(int tasks, int waves) {
    ProcessPool pool = yours(() -> Ex02PoolSize.poolFor(tasks, waves));
    try {
      List<Long> pids = pool.workerPids();
      Set<Long> others = new HashSet<>(pids);
      others.remove(ProcessHandle.current().pid());
      return others.size();
    } finally {
      pool.terminate();
    }
  }
}
