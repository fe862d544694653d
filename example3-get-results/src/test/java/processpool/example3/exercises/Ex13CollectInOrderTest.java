package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.pace;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.shown;
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

/** Task 0 ends only when the others' results are back: all must be submitted, and 0 is last. */
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
    Duration beginning = pace(() -> pool.map(n -> ready(traces), List.of(0, 1), 1));
    Thread doorman = new Thread(() -> letTask0EndWhenTheOthersAreBack(traces));
    doorman.setDaemon(true);
    doorman.start();
    List<String> results =
        yours(
            () ->
                Ex13CollectInOrder.collect(
                    pool, n -> serve(traces, n, beginning), List.of(0, 1, 2, 3)));

    check(
        !traces.pids("begun").contains(ProcessHandle.current().pid()),
        "a task ran in main's own process: a plain call runs there, and so do threads, also those of"
            + " a parallel stream. Threads are not processes, the pool's workers are.",
        "有任务在 main 自己的进程里执行：直接调用在那里执行，线程（包括并行流的线程）也一样。线程不是进程，进程池的工作进程才是。");
    check(
        !results.contains("alone"),
        "task 0 waited in vain for task 1, which nobody had begun: submit all tasks before the first"
            + " get(), and not in one chunk, as a chunk's tasks run one after the other.",
        "任务 0 白等了任务 1，因为任务 1 一直没有开始：请在第一个 get() 之前提交所有任务；也不要放在同一块里，一块里的任务是一个接一个执行的。");
    check(
        !results.isEmpty(),
        "your list came back empty, though the tasks were served: a worker that adds to a list adds"
            + " to its own copy of it. Only what a task returns comes back; get() takes it.",
        "任务都处理了，你的列表却是空的：工作进程往列表里添加，添加的是它自己那份副本。只有任务的返回值会传递回来，用 get() 取。");
    check(
        !results.toString().contains("AsyncResult"),
        "your list holds "
            + shown(results)
            + ": an AsyncResult is not yet the result; get() waits for it and takes it.",
        "你的列表里是 " + shown(results) + "：AsyncResult 还不是结果；get() 会等待并取出结果。");
    same(
        results,
        List.of("result 0", "result 1", "result 2", "result 3"),
        "the results in the order of the arguments, whoever finishes first: keep each AsyncResult"
            + " where its argument is, and take each result once, in that order.",
        "按参数的顺序排列的结果，与谁先完成无关：按参数的顺序保存每个 AsyncResult，再按同样的顺序各取一次结果。");
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

  private static String serve(Traces traces, int n, Duration beginning)
      throws InterruptedException {
    traces.leave("begun-" + n);
    if (n == 0 && !traces.await("begun-1", 1, beginning)) {
      return "alone";
    }
    if (n == 0) {
      traces.await("others-are-back", 1, PATIENCE);
    }
    traces.leave("done-" + n);
    return "result " + n;
  }
}
