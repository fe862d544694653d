package processpool.example1.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yoursWithin;

import java.time.Duration;
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

  /** Submitting takes milliseconds. */
  private static final Duration SUBMITTING = Duration.ofSeconds(4);

  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void twoTasksAreServedWhileTheOthersWaitAtTheDoor() throws Exception {
    Traces traces = Traces.create();
    SerializableConsumer<Integer> task = n -> serve(traces, n);
    try {
      yoursWithin(
          SUBMITTING,
          () -> {
            Ex03AtTheDoor.serveAll(pool, task, TASKS);
            return null;
          },
          "serveAll waits for a task: submit all of them and come back at once.",
          "serveAll 在等任务执行完：应当全部提交，然后立刻返回。");
    } catch (AssertionError late) {
      checkNotInMain(traces);
      throw late;
    }

    check(
        traces.await("begun", 2, PATIENCE),
        "no two tasks have begun: submit the task to the pool, once for each number.",
        "没有两个任务开始执行：请把任务提交给进程池，每个数字一次。");
    checkNotInMain(traces);
    Set<Long> workers = new TreeSet<>(pool.workerPids());
    Set<Long> busy = traces.pids("begun");
    check(
        workers.containsAll(busy),
        "the processes "
            + busy
            + " are not the workers of the pool that you were given, "
            + workers,
        "进程 " + busy + " 不是给你的进程池的工作进程 " + workers);
    same(
        traces.startingWith("begun").size(),
        2,
        "tasks being served while the gate is shut: as many as there are workers.",
        "闸门关闭时正在处理的任务数：等于工作进程数。");

    traces.leave("gate");
    check(
        traces.await("done", TASKS, PATIENCE),
        "only " + traces.startingWith("done").size() + " of 6 tasks were served.",
        "6 个任务只处理了 " + traces.startingWith("done").size() + " 个。");
    for (int i = 0; i < TASKS; i++) {
      same(
          traces.of("done-" + i).size(),
          1,
          "how often the task was called with " + i + ".",
          "以 " + i + " 为参数调用任务的次数。");
    }
  }

  private static void checkNotInMain(Traces traces) {
    long mainPid = ProcessHandle.current().pid();
    check(
        !traces.pids("begun").contains(mainPid),
        "the task ran in main's own process, pid="
            + mainPid
            + ": the pool's workers are to do it;"
            + " a plain call runs here, and a thread shares main's process.",
        "任务在 main 自己的进程里执行了，pid=" + mainPid + "：应由进程池的工作进程执行；" + "直接调用就在本进程里执行，线程也和 main 同属一个进程。");
  }

  private static void serve(Traces traces, int n) throws InterruptedException {
    traces.leave("begun-" + n);
    traces.await("gate", 1, PATIENCE);
    traces.leave("done-" + n);
  }
}
