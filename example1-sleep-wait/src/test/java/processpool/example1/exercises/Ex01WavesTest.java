package processpool.example1.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/** Compares the prediction with what a real pool does. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex01WavesTest {
  private final ProcessPool pool = new ProcessPool(3);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void threeWorkersServeNineTasksInThreeWaves() {
    same(
        yours(() -> Ex01Waves.waves(9, 3)),
        3,
        "waves of 9 tasks in a pool of 3: as many as there are workers are served at once.",
        "9 个任务、3 个工作进程的波数：同时处理的任务数等于工作进程数。");
    same(
        yours(() -> Ex01Waves.waves(5, 1)),
        5,
        "waves of 5 tasks in a pool of 1: nobody shares the work.",
        "5 个任务、1 个工作进程的波数：没有别的进程分担。");
    same(
        yours(() -> Ex01Waves.waves(0, 4)),
        0,
        "waves of no tasks: there is nothing to serve.",
        "没有任务时的波数：没有什么可处理的。");
  }

  @Test
  void aRealPoolTakesAsManyWavesAsPredicted() throws Exception {
    int predicted = yours(() -> Ex01Waves.waves(8, 3));
    same(
        predicted,
        wavesOfARealPool(8),
        "waves of 8 tasks in a pool of 3: a real pool was asked; a last wave that is not full is a"
            + " wave too.",
        "8 个任务、3 个工作进程的波数：已用真实的进程池验证；最后一波即使不满也算一波。");
  }

  /** Each task waits until its whole wave has begun, so no worker can serve two of one wave. */
  private int wavesOfARealPool(int tasks) throws Exception {
    Traces traces = Traces.create();
    List<AsyncResult<Long>> results = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      int begunWithMyWave = Math.min(tasks, (i / 3 + 1) * 3);
      results.add(pool.applyAsync(begun -> serve(traces, begun), begunWithMyWave));
    }
    List<Long> pids = new ArrayList<>();
    for (AsyncResult<Long> result : results) {
      pids.add(result.get());
    }
    return pids.stream().mapToInt(pid -> Collections.frequency(pids, pid)).max().orElse(0);
  }

  private static long serve(Traces traces, int begun) throws InterruptedException {
    traces.leave("begun");
    if (!traces.await("begun", begun, PATIENCE)) {
      throw new IllegalStateException("the wave never filled");
    }
    return ProcessHandle.current().pid();
  }
}
