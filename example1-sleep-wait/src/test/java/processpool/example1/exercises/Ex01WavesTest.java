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
  void threeWorkersServeNineTasksInThreeWaves() throws Exception {
    same(
        yours(() -> Ex01Waves.waves(9, 3)),
        3,
        "waves of 9 tasks in a pool of 3: each wave serves as many tasks as there are workers, and"
            + " nothing is left over.",
        "9 个任务、3 个工作进程需要几批：每批处理的任务数等于工作进程数，正好分完。");
    same(
        yours(() -> Ex01Waves.waves(5, 1)),
        5,
        "waves of 5 tasks in a pool of 1: the only worker serves one task after the other.",
        "5 个任务、1 个工作进程需要几批：唯一的工作进程只能一个一个地处理。");
    same(
        yours(() -> Ex01Waves.waves(0, 4)),
        0,
        "waves of no tasks: where there is nothing to serve, there is no wave.",
        "没有任务时需要几批：没有任务，一批也不需要。");
  }

  @Test
  void aRealPoolTakesAsManyWavesAsPredicted() throws Exception {
    int predicted = yours(() -> Ex01Waves.waves(8, 3));
    int real = wavesOfARealPool(8);
    boolean few = predicted < real;
    same(
        predicted,
        real,
        "waves of 8 tasks in a pool of 3, as a real pool served them: "
            + (few
                ? "a last wave that is not full is a wave too. A division of whole numbers drops"
                    + " what is left over."
                : "the 2 tasks that are left over share one last wave."),
        "8 个任务、3 个工作进程需要几批（真实的进程池验证过）：" + (few ? "最后一批不满也算一批。整数除法会丢掉余数。" : "剩下的 2 个任务合在最后一批里。"));
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
