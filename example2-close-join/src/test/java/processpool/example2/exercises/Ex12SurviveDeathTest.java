package processpool.example2.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/** A task that kills its worker the first time, one that always does, and an innocent one. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex12SurviveDeathTest {
  private ProcessPool pool;

  @AfterEach
  void endThePool() {
    if (pool != null) {
      pool.terminate();
    }
  }

  @Test
  void aTaskGetsItsSecondTryAndNoThird() throws Exception {
    pool = yours(() -> Ex12SurviveDeath.open(2));
    Traces traces = Traces.create();
    AsyncResult<Void> fragile = pool.runAsync(() -> dieWhenBegunFor(traces, "fragile", 1));
    fragile.await(PATIENCE);
    check(
        fragile.isDone() && fragile.successful(),
        "a task was lost with its worker, which died the first time: it may begin 2 times.",
        "任务随工作进程一起丢失了，工作进程第一次执行时死掉；任务最多可以开始 2 次。");
    AsyncResult<Void> deadly = pool.runAsync(() -> dieWhenBegunFor(traces, "deadly", 99));
    deadly.await(PATIENCE);
    same(
        traces.startingWith("deadly").size(),
        2,
        "how often a task that kills every worker has begun; the first time is not a retry.",
        "会杀死每个工作进程的任务开始的次数；第一次不算重试。");
    same(
        pool.apply(() -> "served"),
        "served",
        "what an innocent task returns afterwards.",
        "之后一个无辜任务的返回值。");
  }

  private static void dieWhenBegunFor(Traces traces, String name, int times) {
    traces.leave(name);
    if (traces.startingWith(name).size() <= times) {
      Runtime.getRuntime().halt(3);
    }
  }
}
