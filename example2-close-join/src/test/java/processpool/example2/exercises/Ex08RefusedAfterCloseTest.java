package processpool.example2.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.failure;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/** Offers tasks to pools that are open, closed and terminated. */
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
    Traces traces = Traces.create();
    same(
        yours(() -> Ex08RefusedAfterClose.offer(pool, () -> traces.leave("served"))),
        true,
        "whether an open pool took the task.",
        "打开的进程池是否接受了任务。");
    check(
        traces.await("served", 1, PATIENCE.dividedBy(4)),
        "offer said that the pool took the task, but nobody ran the task.",
        "offer 说进程池接受了任务，但没有人执行它。");

    pool.close();
    same(offerLate(traces), false, "whether a closed pool took the task.", "关闭的进程池是否接受了任务。");
  }

  private boolean offerLate(Traces traces) {
    try {
      return Ex08RefusedAfterClose.offer(pool, () -> traces.leave("late"));
    } catch (IllegalStateException e) {
      throw failure(
          "the closed pool's exception came out of offer: "
              + e.getMessage()
              + ". Catch it, and"
              + " answer false.",
          "offer 把关闭的进程池的异常抛了出来：" + e.getMessage() + "。请捕获它，返回 false。");
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
    }
    throw failure(
        "the pool was open, but the task could not travel to a worker; offer hid that exception and"
            + " said "
            + taken
            + ". Catch only what means closed.",
        "进程池是打开的，只是任务无法传送给工作进程；offer 隐藏了这个异常，返回了 " + taken + "。请只捕获表示“已关闭”的异常。");
  }
}
