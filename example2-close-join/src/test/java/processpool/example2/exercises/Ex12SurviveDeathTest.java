package processpool.example2.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.asked;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.lesson.Program;
import processpool.lesson.Traces;

/** One task kills its worker the first time only, another each time; then an ordinary one. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex12SurviveDeathTest {
  private static final int FOR_EVER = 99;

  private ProcessPool pool;

  @AfterEach
  void endThePool() {
    if (pool != null) {
      pool.terminate();
    }
  }

  @Test
  void aTaskBeginsAgainWhenItsWorkerDied() throws Exception {
    pool = yours(() -> Ex12SurviveDeath.open(2));
    Traces traces = Traces.create();
    AsyncResult<Void> task = pool.runAsync(() -> killTheWorkerWhenBegunFor(traces, 1));
    check(
        succeeds(task),
        "the worker died while it ran the task for the first time, and the task did not begin again:"
            + " it was lost. With open(2) a task may begin twice. Look for the builder's option for"
            + " tasks whose worker died.",
        "任务第一次执行时，工作进程意外退出，之后任务没有重新执行，就这样丢了。open(2) 表示一个任务最多可以开始两次。请找一找构建器里针对“工作进程意外退出”的选项。");
    String served = asked(() -> pool.apply(() -> "served"));
    same(served, "served", "what the next task returns.", "下一个任务的返回值。");
  }

  @Test
  void aTaskThatKillsEachWorkerBeginsNoMoreOftenThanAllowed() throws Exception {
    pool = yours(() -> Ex12SurviveDeath.open(3));
    Traces traces = Traces.create();
    AsyncResult<Void> task = pool.runAsync(() -> killTheWorkerWhenBegunFor(traces, FOR_EVER));
    int begun = begunUntilItIsGivenUp(task, traces);
    check(
        begun <= 3,
        "a task that kills its worker each time began "
            + begun
            + " times; with open(3) it may begin 3 times. The first time is not a retry, so 3 times"
            + " are 2 retries.",
        "一个每次都让工作进程意外退出的任务开始了 " + begun + " 次；open(3) 表示最多开始 3 次。第一次不算重试，所以 3 次等于重试 2 次。");
    check(
        task.isDone(),
        "this is not your fault: the workers did not start in time. Is the machine very busy? Try"
            + " again.",
        "与你的代码无关：工作进程没有及时启动。机器是不是很忙？请再试一次。");
    check(
        begun == 3,
        "a task that kills its worker each time began "
            + begun
            + " times; with open(3) it may begin 3 times, then it is given up. The number of retries"
            + " has to follow from attempts.",
        "一个每次都让工作进程意外退出的任务开始了 " + begun + " 次；open(3) 表示最多开始 3 次，之后才放弃。重试次数应由 attempts 算出来。");
  }

  @Test
  void thePoolHasTwoWorkersOnAnyMachine() throws Exception {
    same(
        Program.workersOn(3, OnAnotherMachine.class),
        2,
        "workers in the pool with open(1), on a machine with three processors: there are to be two,"
            + " whatever the machine and attempts are; without processes(2) it takes one for each"
            + " processor.",
        "open(1) 在有三个处理器的机器上，进程池里的工作进程数：应是两个，与机器和 attempts 无关；不写 processes(2) 时，每个处理器一个。");
  }

  /** The pool, seen from a JVM with another number of processors. */
  static final class OnAnotherMachine {
    public static void main(String[] args) {
      ProcessPool pool = Ex12SurviveDeath.open(1);
      System.out.println("workers=" + pool.workerPids().size());
      pool.terminate();
    }
  }

  private static boolean succeeds(AsyncResult<Void> task) throws InterruptedException {
    try {
      task.get(PATIENCE);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** Of a task that would begin again and again, only one time more than allowed is awaited. */
  private static int begunUntilItIsGivenUp(AsyncResult<Void> task, Traces traces)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.multipliedBy(2).toNanos();
    while (System.nanoTime() < end && traces.startingWith("begun").size() <= 3) {
      try {
        task.get(Duration.ofMillis(20));
      } catch (TimeoutException notYet) {
        continue;
      } catch (ExecutionException givenUp) {
        break;
      }
    }
    return traces.startingWith("begun").size();
  }

  private static void killTheWorkerWhenBegunFor(Traces traces, int times) {
    traces.leave("begun");
    if (traces.startingWith("begun").size() <= times) {
      Runtime.getRuntime().halt(3);
    }
  }
}
