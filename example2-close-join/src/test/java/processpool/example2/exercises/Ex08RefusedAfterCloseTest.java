package processpool.example2.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.failure;
import static processpool.lesson.Lesson.pace;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.shown;
import static processpool.lesson.Lesson.yours;
import static processpool.lesson.Lesson.yoursWithin;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/** Offers tasks to pools that are open and closed, and one that no worker can get. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex08RefusedAfterCloseTest {
  private final ProcessPool pool = new ProcessPool(1);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void anOpenPoolTakesTheTaskAndAClosedOneDoesNot() throws Exception {
    Duration offering = pace(() -> pool.apply(() -> "the worker is up"));
    Traces traces = Traces.create();
    boolean taken = offerInTime(offering, traces);
    traces.leave("gate");
    same(
        taken,
        true,
        "whether an open pool took the task: it does, and runAsync returns without an exception.",
        "未关闭的进程池是否接受了任务：会接受，runAsync 正常返回。");
    check(
        traces.await("served", 1, offering),
        "offer said that the pool took the task, but nobody ran the task: offering it means to"
            + " submit it.",
        "offer 说进程池接受了任务，但没有人执行它：要知道进程池是否接受，就要真的提交给它。");
    checkNotInMain(traces);
    check(
        !isClosed(),
        "offer has closed the pool: others have tasks for it, too. Only offer the task.",
        "offer 把进程池关闭了：其他代码还要用它提交任务。这里只提交任务。");

    pool.close();
    same(
        yours(() -> offerLate(traces)),
        false,
        "whether a closed pool took the task: it refuses with an IllegalStateException, and offer"
            + " has to answer false.",
        "已关闭的进程池是否接受了任务：它用 IllegalStateException 拒绝，offer 应返回 false。");
  }

  private boolean offerInTime(Duration limit, Traces traces) throws InterruptedException {
    try {
      return yoursWithin(
          limit,
          () -> Ex08RefusedAfterClose.offer(pool, () -> serve(traces)),
          "offer waits for the task, which the test kept from ending: whether the pool takes it is"
              + " known as soon as runAsync returns.",
          "offer 在等任务完成，而测试让它无法结束：runAsync 一返回，就知道进程池接受了没有。");
    } catch (AssertionError late) {
      checkNotInMain(traces);
      throw late;
    }
  }

  private static void checkNotInMain(Traces traces) {
    check(
        !traces.pids("begun").contains(ProcessHandle.current().pid()),
        "the task ran in main's own process: a plain call runs there. Submit it to the pool.",
        "任务在 main 自己的进程里执行了：直接调用就在那里执行。请提交给进程池。");
  }

  private static void serve(Traces traces) throws InterruptedException {
    traces.leave("begun");
    traces.await("gate", 1, PATIENCE);
    traces.leave("served");
  }

  private boolean isClosed() {
    try {
      pool.runAsync(() -> {});
      return false;
    } catch (IllegalStateException closed) {
      return true;
    }
  }

  private boolean offerLate(Traces traces) {
    try {
      return Ex08RefusedAfterClose.offer(pool, () -> traces.leave("late"));
    } catch (IllegalStateException e) {
      throw failure(
          "the closed pool's exception came out of offer: "
              + shown(e.getMessage())
              + ". Catch it, and answer false.",
          "offer 没有捕获已关闭的进程池抛出的异常：" + shown(e.getMessage()) + "。请捕获它，返回 false。");
    }
  }

  @Test
  void aTaskThatCannotTravelIsNotMistakenForAClosedPool() {
    Object notSerializable = new Object();
    boolean taken;
    try {
      taken = Ex08RefusedAfterClose.offer(pool, () -> System.out.println(notSerializable));
    } catch (IllegalArgumentException asItShould) {
      return;
    } catch (IllegalStateException wrapped) {
      throw failure(
          "the pool was open, but the task could not travel to a worker, which is an"
              + " IllegalArgumentException; out of offer came an IllegalStateException, as if the"
              + " pool were closed. Let it out as it is: do not catch it.",
          "进程池没有关闭，只是任务无法传递给工作进程，这是 IllegalArgumentException；offer 抛出的却是"
              + " IllegalStateException，好像进程池已关闭。请让它原样抛出：不要捕获它。");
    }
    throw failure(
        "the pool was open, but the task could not travel to a worker; offer hid that exception and"
            + " said "
            + taken
            + ". Catch only what means closed, IllegalStateException.",
        "进程池没有关闭，只是任务无法传递给工作进程；offer 吞掉了这个异常，返回了 "
            + taken
            + "。请只捕获表示“已关闭”的 IllegalStateException。");
  }
}
