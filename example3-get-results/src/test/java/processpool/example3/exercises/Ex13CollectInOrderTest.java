package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/** Task 0 ends only when the others' results are back: all must be on their way, and 0 is last. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex13CollectInOrderTest {
  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void resultsComeInTheOrderOfTheArguments() throws Exception {
    Traces traces = Traces.create();
    pool.map(n -> ready(traces), List.of(0, 1), 1); // both workers are up
    Thread doorman = new Thread(() -> letTask0EndWhenTheOthersAreBack(traces));
    doorman.setDaemon(true);
    doorman.start();
    List<String> results =
        yours(() -> Ex13CollectInOrder.collect(pool, n -> serve(traces, n), List.of(0, 1, 2, 3)));

    check(
        !traces.pids("begun").contains(ProcessHandle.current().pid()),
        "a task ran in main's own process; threads are not processes, the pool's workers are.",
        "有任务在 main 自己的进程里执行；线程不是进程，进程池的工作进程才是。");
    check(
        !results.contains("alone"),
        "task 0 waited in vain for task 1, which had not been submitted: submit all tasks before the"
            + " first get().",
        "任务 0 白等了任务 1，因为任务 1 还没有提交：请在第一个 get() 之前提交所有任务。");
    same(
        results,
        List.of("result 0", "result 1", "result 2", "result 3"),
        "the results in the order of the arguments.",
        "按参数顺序排列的结果。");
  }

  private static boolean ready(Traces traces) throws InterruptedException {
    traces.leave("ready");
    return traces.await("ready", 2, PATIENCE);
  }

  /** A worker's results come back in order: when the last thing it did is back, all are. */
  private void letTask0EndWhenTheOthersAreBack(Traces traces) {
    try {
      traces.await("done-3", 1, PATIENCE);
      pool.apply(n -> n, 0);
    } catch (InterruptedException | ExecutionException | RuntimeException e) {
      // The test is over.
    }
    traces.leave("others-are-back");
  }

  private static String serve(Traces traces, int n) throws InterruptedException {
    traces.leave("begun-" + n);
    if (n == 0 && !traces.await("begun-1", 1, Duration.ofSeconds(4))) {
      return "alone";
    }
    if (n == 0) {
      traces.await("others-are-back", 1, PATIENCE);
    }
    traces.leave("done-" + n);
    return "result " + n;
  }
}
