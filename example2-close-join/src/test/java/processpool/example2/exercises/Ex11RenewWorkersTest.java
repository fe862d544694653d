package processpool.example2.exercises;

import static processpool.lesson.Lesson.asked;
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
import processpool.lesson.Program;

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
    same(
        pool.workerPids().size(),
        1,
        "workers at a time: more workers at once are not fresher ones, and without processes(1) the"
            + " pool takes one for each processor.",
        "同一时刻的工作进程数：同时多开几个，并不等于换新的；不写 processes(1) 时，每个处理器一个。");
    List<Long> pids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      pids.add(asked(() -> pool.apply(() -> ProcessHandle.current().pid())));
    }
    String served = "processes that served five tasks, with open(2): " + pids + ". ";
    String servedChinese = "open(2) 之后，五个任务所在的进程：" + pids + "。";
    check(
        pids.get(0).equals(pids.get(1)),
        served
            + "The 2nd task was served by a fresh worker too soon: a worker is to serve 2 tasks, and"
            + " each fresh process takes time to start.",
        servedChinese + "第 2 个任务就换了新的工作进程，太早了：每个工作进程应处理 2 个任务，启动新进程是要花时间的。");
    check(
        !pids.get(1).equals(pids.get(2)),
        served
            + "The 3rd task was served by a worker that had already served 2: what those have leaked"
            + " is still there. The builder has an option that counts tasks for each worker.",
        servedChinese + "第 3 个任务仍由处理过 2 个任务的工作进程执行：之前泄漏的东西还在里面。构建器有一个选项，按每个工作进程的任务数计算。");
    check(
        pids.get(2).equals(pids.get(3)) && !pids.get(3).equals(pids.get(4)),
        served + "Each worker is to serve 2 tasks, not only the first one.",
        servedChinese + "每个工作进程都应处理 2 个任务，不只是第一个。");
  }

  @Test
  void thePoolHasOneWorkerOnAMachineWithThreeProcessorsToo() throws Exception {
    same(
        Program.workersOn(3, OnAnotherMachine.class),
        1,
        "workers at a time on a machine with three processors: without processes(1) the pool takes"
            + " one for each processor.",
        "在有三个处理器的机器上，同一时刻的工作进程数：不写 processes(1) 时，每个处理器一个。");
  }

  /** The pool, seen from a JVM with another number of processors. */
  static final class OnAnotherMachine {
    public static void main(String[] args) {
      ProcessPool pool = Ex11RenewWorkers.open(2);
      System.out.println("workers=" + pool.workerPids().size());
      pool.terminate();
    }
  }
}
