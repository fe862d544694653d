package processpool.example2.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;
import static processpool.lesson.Lesson.yoursWithin;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/** One pool can finish in time; another has a task that does not end. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex09JoinWithLimitTest {
  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void tasksThatEndInTimeAreNotCutOff() {
    Traces traces = Traces.create();
    for (int i = 0; i < 4; i++) {
      pool.runAsync(n -> serve(traces, n), i);
    }
    boolean inTime = yours(() -> Ex09JoinWithLimit.finishWithin(pool, PATIENCE));
    int done = traces.startingWith("done").size();
    check(
        done == 4,
        "only " + done + " of 4 tasks were done: the others were cut off although there was time.",
        "4 个任务只完成了 " + done + " 个：明明还有时间，其余的却被中断了。");
    same(inTime, true, "whether all were done in time.", "是否都按时完成。");
  }

  @Test
  void aTaskThatDoesNotEndIsStoppedAndNoWorkerIsLeft() throws Exception {
    Traces traces = Traces.create();
    pool.runAsync(() -> serveForEver(traces));
    traces.await("begun", 1, PATIENCE);
    List<Long> workers = pool.workerPids();
    boolean inTime =
        yoursWithin(
            Duration.ofSeconds(5),
            () -> Ex09JoinWithLimit.finishWithin(pool, Duration.ofMillis(200)),
            "finishWithin is still waiting long after its limit of 200 ms.",
            "200 毫秒的时限早已过去，finishWithin 还在等。");
    same(inTime, false, "whether all were done in time.", "是否都按时完成。");
    check(
        workers.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent()),
        "a worker still runs after finishWithin: stop the pool, and wait for that too.",
        "finishWithin 返回后还有工作进程在运行：请停掉进程池，并且等它停下来。");
  }

  private static void serve(Traces traces, int n) throws InterruptedException {
    Thread.sleep(50);
    traces.leave("done-" + n);
  }

  private static void serveForEver(Traces traces) throws InterruptedException {
    traces.leave("begun");
    Thread.sleep(Long.MAX_VALUE);
  }
}
