package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;
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
  private final ProcessPool pool = new ProcessPool(1);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void aResultThatComesInTimeIsReturned() {
    AsyncResult<String> result = pool.applyAsync(Ex17TimeLimitTest::serveAfterAWhile, "soup");
    same(
        yours(() -> Ex17TimeLimit.getOrElse(result, PATIENCE, "bread")),
        "soup",
        "what a task returns that ends before the limit; there was time enough.",
        "在时限内结束的任务的返回值；时间是够的。");
  }

  @Test
  void aTaskThatNeverEndsIsGivenUpAndItsWorkerIsFreed() throws Exception {
    Traces traces = Traces.create();
    AsyncResult<String> result = pool.applyAsync(() -> serveForEver(traces));
    traces.await("begun", 1, PATIENCE);
    String got =
        yoursWithin(
            Duration.ofSeconds(5),
            () -> Ex17TimeLimit.getOrElse(result, Duration.ofMillis(200), "bread"),
            "getOrElse is still waiting long after its limit of 200 ms.",
            "200 毫秒的时限早已过去，getOrElse 还在等。");
    same(got, "bread", "what comes instead of a result that is late.", "结果迟到时的替代值。");
    check(
        result.isCancelled(),
        "the task still runs and keeps its worker from other tasks: cancel it, running or not.",
        "任务还在运行，占着工作进程：无论是否正在运行，都要取消它。");
    same(
        pool.applyAsync(Ex17TimeLimitTest::serveAfterAWhile, "tea").get(PATIENCE),
        "tea",
        "what the next task returns, in the worker's successor.",
        "下一个任务的返回值，由接替的工作进程执行。");
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
