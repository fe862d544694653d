package processpool.example1.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.pace;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yoursWithin;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.SerializableConsumer;
import processpool.lesson.Traces;

/** No task can end before a gate opens, and it opens only after serveAll has come back. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex03AtTheDoorTest {
  private static final int TASKS = 6;

  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void twoTasksAreServedWhileTheOthersWaitAtTheDoor() throws Exception {
    Duration submitting = pace(() -> pool.map(n -> n, List.of(0, 1), 1));
    Traces traces = Traces.create();
    SerializableConsumer<Integer> task = n -> serve(traces, n);
    try {
      yoursWithin(
          submitting,
          () -> Ex03AtTheDoor.serveAll(pool, task, TASKS),
          "serveAll waits for a task: it had not come back after "
              + submitting.toSeconds()
              + " s, while the test kept all tasks from ending. Submit all of them and come back at"
              + " once; it is the tasks that wait, at the pool's door.",
          "serveAll 在等任务完成：测试让所有任务都无法结束，"
              + submitting.toSeconds()
              + " 秒后它还没有返回。应当全部提交后立刻返回；要等的是任务，它们在进程池门口等待。");
    } catch (AssertionError late) {
      checkNotInMain(traces);
      throw late;
    }

    boolean begun = traces.await("begun", 2, PATIENCE);
    checkNotInMain(traces);
    check(
        begun,
        "only "
            + traces.startingWith("begun").size()
            + " of 6 tasks have begun, though the pool has two workers: submit the task once for"
            + " each number, and leave the pool running, as terminate() drops what waits.",
        "进程池有两个工作进程，6 个任务却只开始了 "
            + traces.startingWith("begun").size()
            + " 个：请为每个数字提交一次任务，也不要停掉进程池，terminate() 会丢弃还在等待的任务。");
    Set<Long> workers = new TreeSet<>(pool.workerPids());
    Set<Long> busy = traces.pids("begun");
    check(
        workers.containsAll(busy),
        "the tasks run in the processes "
            + busy
            + ", which are not the workers of the pool that you were given, "
            + workers
            + ": submit to that one, the parameter pool, and create none.",
        "执行任务的进程是 " + busy + "，不是传给你的进程池的工作进程 " + workers + "：请提交给参数 pool，不要另外创建进程池。");
    same(
        traces.startingWith("begun").size(),
        2,
        "tasks that have begun while none can end: as many as there are workers.",
        "任务都无法结束时，已经开始的任务数：等于工作进程数。");

    traces.leave("gate");
    traces.await("done", TASKS, submitting);
    same(
        traces.startingWith("done").stream()
            .map(trace -> Integer.valueOf(trace.name().substring("done-".length())))
            .sorted()
            .toList(),
        List.of(0, 1, 2, 3, 4, 5),
        "the numbers that the task was called with, sorted: from 0 to count - 1, each once.",
        "调用任务时用过的数字（已排序）：从 0 到 count - 1，各一次。");
  }

  private static void checkNotInMain(Traces traces) {
    long mainPid = ProcessHandle.current().pid();
    check(
        !traces.pids("begun").contains(mainPid),
        "the task ran in main's own process, pid="
            + mainPid
            + ": the pool's workers are to do it;"
            + " a plain call runs here, and a thread, also of a parallel stream, shares main's"
            + " process.",
        "任务在 main 自己的进程里执行了，pid="
            + mainPid
            + "：应由进程池的工作进程执行；直接调用就在本进程里执行，线程（包括并行流的线程）也都在 main 的进程里。");
  }

  private static void serve(Traces traces, int n) throws InterruptedException {
    traces.leave("begun-" + n);
    traces.await("gate", 1, PATIENCE);
    traces.leave("done-" + n);
  }
}
