package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.asked;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.pace;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yoursWithin;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/** One task ends a little later; another never does. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex17TimeLimitTest {
  private static final Duration AMPLE = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final ProcessPool pool = new ProcessPool(1);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void aResultThatComesInTimeIsReturnedAtOnce() throws Exception {
    AsyncResult<String> result = pool.applyAsync(Ex17TimeLimitTest::serveAfterAWhile, "soup");
    String got =
        yoursWithin(
            PATIENCE,
            () -> Ex17TimeLimit.getOrElse(result, AMPLE, "bread"),
            "the result was there long ago, and getOrElse still waits: a limit is the longest wait,"
                + " not the only one; get(limit) returns as soon as there is a result.",
            "结果早就有了，getOrElse 还在等：时限是最多等多久，不是一定要等这么久；一有结果，get(limit) 就会返回。");
    same(
        got,
        "soup",
        "the result of a task that ends before the limit; there was time enough, so wait for it.",
        "在时限之内完成的任务的结果；时间是够的，应该等它。");
  }

  @Test
  void aTaskThatNeverEndsIsGivenUpAndItsWorkerIsFreed() throws Exception {
    Traces traces = Traces.create();
    AsyncResult<String> result = pool.applyAsync(() -> serveForEver(traces));
    Duration stopping = pace(() -> traces.await("begun", 1, PATIENCE));
    String got =
        yoursWithin(
            stopping,
            () -> Ex17TimeLimit.getOrElse(result, SHORT, "bread"),
            "getOrElse is still waiting long after its limit of 200 ms, for a task that never ends:"
                + " get() without a limit waits for ever.",
            "200 毫秒的时限早已过去，getOrElse 还在等一个不会结束的任务：不带时限的 get() 会一直等下去。");
    same(
        got,
        "bread",
        "what is returned instead of a result that is late: the substitute.",
        "结果迟迟不来时返回的内容：应是替代值。");
    if (!result.isCancelled()) {
      checkWhetherItCancelsWhatHasNotBegun(stopping);
    }
    same(
        asked(() -> pool.applyAsync(Ex17TimeLimitTest::serveAfterAWhile, "tea").get(PATIENCE)),
        "tea",
        "what the next task returns, in the worker that has taken the place of the killed one.",
        "下一个任务的返回值；接替的工作进程执行它。");
  }

  /** Behind the task that never ends, another waits at the door: does getOrElse take it back? */
  private void checkWhetherItCancelsWhatHasNotBegun(Duration limit) throws Exception {
    AsyncResult<String> waiting = pool.applyAsync(() -> "never begun");
    yoursWithin(
        limit,
        () -> Ex17TimeLimit.getOrElse(waiting, SHORT, "bread"),
        "getOrElse is still waiting long after its limit of 200 ms.",
        "200 毫秒的时限早已过去，getOrElse 还在等。");
    check(
        !waiting.isCancelled(),
        "the task still runs and keeps its worker from other tasks, although your code cancels:"
            + " cancel(false) takes back only a task that has not begun. This one was running;"
            + " cancel(true) ends it with its worker, and a fresh worker takes over.",
        "你的代码取消了任务，但任务还在运行，占着工作进程：cancel(false) 只能取消还没开始的任务，而这个任务正在运行；cancel(true) 会连同工作进程一起结束它，再由新的工作进程接替。");
    throw new AssertionError(
        "the task still runs and keeps its worker from other tasks: getOrElse stopped waiting, but"
            + " nobody cancelled the task. Look at cancel of AsyncResult, and at what its parameter"
            + " means.\n"
            + "任务还在运行，占着工作进程：getOrElse 只是不再等待，没有取消任务。请看 AsyncResult 的 cancel 方法，以及它的参数是什么意思。");
  }

  private static String serveAfterAWhile(String dish) throws InterruptedException {
    Thread.sleep(50);
    return dish;
  }

  private static String serveForEver(Traces traces) {
    traces.leave("begun");
    while (true) {
      Thread.onSpinWait();
    }
  }
}
