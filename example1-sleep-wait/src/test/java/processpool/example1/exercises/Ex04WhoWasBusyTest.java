package processpool.example1.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.lesson.Traces;
import processpool.lesson.Traces.Trace;

/** Two workers serve six tasks two by two, and leave traces to count. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex04WhoWasBusyTest {
  private static final int TASKS = 6;

  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void linesOfTasksAreCountedByProcess() {
    List<String> printed = List.of("count=0, pid=71", "count=1, pid=7", "count=2, pid=71");
    Map<Long, Integer> tasks = yours(() -> Ex04WhoWasBusy.tasksPerWorker(printed));
    same(
        new TreeSet<>(tasks.keySet()),
        new TreeSet<>(List.of(7L, 71L)),
        "the processes in " + printed + "; what comes after count= is the number of the task.",
        printed + " 里的进程；count= 后面的是任务编号。");
    same(
        tasks,
        Map.of(7L, 1, 71L, 2),
        "tasks per process in " + printed + "; a worker serves one task after another.",
        printed + " 里各进程的任务数；工作进程一个接一个地处理任务。");
  }

  @Test
  void otherLinesDoNotCount() {
    List<String> printed = List.of("starting", "count=0, pid=12", "elapsed: 3.05 s");
    same(
        yours(() -> Ex04WhoWasBusy.tasksPerWorker(printed)),
        Map.of(12L, 1),
        "tasks per process for " + printed + "; only lines that start with count= are tasks'.",
        "各进程的任务数，输入为 " + printed + "；只有以 count= 开头的行才是任务打印的。");
  }

  @Test
  void aRealPoolReusesItsWorkers() throws Exception {
    Traces traces = Traces.create();
    for (int i = 0; i < TASKS; i++) {
      pool.runAsync(n -> serve(traces, n), i);
    }
    check(traces.await("count", TASKS, PATIENCE), "the pool is slow.", "进程池太慢。");
    List<String> printed = new ArrayList<>();
    for (Trace trace : traces.startingWith("count")) {
      printed.add("count=" + trace.name().substring(5) + ", pid=" + trace.pid());
    }
    Map<Long, Integer> tasks = yours(() -> Ex04WhoWasBusy.tasksPerWorker(printed));
    same(
        new TreeSet<>(tasks.keySet()),
        new TreeSet<>(pool.workerPids()),
        "the pids of a real pool's workers.",
        "真实进程池的工作进程的 pid。");
    same(
        List.copyOf(tasks.values()),
        List.of(3, 3),
        "tasks of each of two workers that served six, two by two.",
        "两个工作进程两两处理六个任务时，各自的任务数。");
  }

  /** Pairs meet, so neither worker can serve more than the other. */
  private static void serve(Traces traces, int n) throws InterruptedException {
    traces.leave("count" + n);
    traces.await("count", (n / 2 + 1) * 2, PATIENCE);
  }
}
