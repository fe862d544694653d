package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.pace;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/** Task 0 ends only after the result of task 1 was handed over. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex14AsTheyFinishTest {
  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void nobodyWaitsForASlowTask() throws Exception {
    Traces traces = Traces.create();
    Duration handingOver = pace(() -> pool.map(n -> ready(traces), List.of(0, 1), 1));
    List<String> taken = Collections.synchronizedList(new ArrayList<>());
    yours(
        () ->
            Ex14AsTheyFinish.each(
                pool,
                n -> serve(traces, n, handingOver),
                List.of(0, 1, 2),
                result -> {
                  taken.add(result);
                  traces.leave("taken-" + result);
                }));
    check(
        !traces.pids("begun").contains(ProcessHandle.current().pid()),
        "a task ran in main's own process: a plain call runs there, and so does a thread. The pool's"
            + " workers are to serve the tasks.",
        "有任务在 main 自己的进程里执行：直接调用在那里执行，线程也一样。任务应由进程池的工作进程处理。");
    check(
        traces.of("late-1").isEmpty(),
        "task 1 had not even begun while task 0 was busy, though a worker was idle: submit all tasks"
            + " before you wait for one, and not in one chunk, as a chunk's tasks run one after the"
            + " other.",
        "任务 0 还在忙的时候，明明有空闲的工作进程，任务 1 却没有开始：请先提交所有任务，再等待；也不要放在同一块里，一块里的任务是一个接一个执行的。");
    check(
        !taken.contains("alone"),
        "result 1 was there, but not handed over while task 0 was still busy: your code waited for"
            + " task 0, or for all, first. Ask the pool for whichever result is there next.",
        "结果 1 已经有了，却因为任务 0 还在忙而没有交出去：你的代码先等了任务 0，或者等了所有任务。请向进程池要“下一个完成的结果”，不管它是谁的。");
    List<String> sorted = new ArrayList<>(taken);
    Collections.sort(sorted);
    same(
        sorted,
        List.of("0", "1", "2"),
        "what take had been given when each came back, sorted: each result once, and none may be"
            + " still to come.",
        "each 返回时 take 已经收到的结果（已排序）：每个结果各一次，一个也不能少。");
  }

  private static boolean ready(Traces traces) throws InterruptedException {
    traces.leave("ready");
    return traces.await("ready", 2, PATIENCE);
  }

  private static String serve(Traces traces, int n, Duration handingOver)
      throws InterruptedException {
    traces.leave("begun-" + n);
    if (n != 0 || traces.await("taken-1", 1, handingOver)) {
      return Integer.toString(n);
    }
    if (traces.of("begun-1").isEmpty()) {
      traces.leave("late-1");
    }
    return "alone";
  }
}
