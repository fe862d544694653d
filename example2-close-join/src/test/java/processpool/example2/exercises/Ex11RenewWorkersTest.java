package processpool.example2.exercises;

import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;

/** Asks each task for the process that served it. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex11RenewWorkersTest {
  private ProcessPool pool;

  @AfterEach
  void endThePool() {
    if (pool != null) {
      pool.terminate();
    }
  }

  @Test
  void everySecondTaskIsTheLastOfItsWorker() throws Exception {
    pool = yours(() -> Ex11RenewWorkers.open(2));
    same(pool.workerPids().size(), 1, "workers at a time.", "同一时刻的工作进程数。");
    List<Long> pids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      pids.add(pool.apply(() -> ProcessHandle.current().pid()));
    }
    check(
        pids.get(0).equals(pids.get(1)),
        "the 2nd task was served by a fresh worker too soon, with 2 tasks for each: " + pids,
        "每个工作进程应处理 2 个任务，第 2 个任务却过早换了新的工作进程：" + pids);
    check(
        !pids.get(1).equals(pids.get(2)),
        "the 3rd task was served by a worker that had already served 2: " + pids,
        "第 3 个任务仍由已处理过 2 个任务的工作进程执行：" + pids);
    check(
        pids.get(2).equals(pids.get(3)) && !pids.get(3).equals(pids.get(4)),
        "each worker is to serve 2 tasks: " + pids,
        "每个工作进程应处理 2 个任务：" + pids);
  }
}
