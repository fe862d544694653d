package processpool.example2.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.pace;
import static processpool.lesson.Lesson.same;
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
  private static final Duration AMPLE = Duration.ofMinutes(10);

  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void tasksThatEndInTimeAreNotCutOff() throws Exception {
    Traces traces = Traces.create();
    for (int i = 0; i < 4; i++) {
      pool.runAsync(n -> serve(traces, n), i);
    }
    boolean inTime =
        yoursWithin(
            PATIENCE,
            () -> Ex09JoinWithLimit.finishWithin(pool, AMPLE),
            "all tasks were done long ago, and finishWithin still waits: a limit is the longest wait,"
                + " not the only one; join(limit) returns as soon as the last worker has left.",
            "任务早就完成了，finishWithin 还在等：时限是最多等多久，不是一定要等这么久；最后一个工作进程一退出，join(limit) 就会返回。");
    int done = traces.startingWith("done").size();
    check(
        done == 4,
        "only "
            + done
            + " of 4 tasks were done: the others were cut off although there was time. terminate()"
            + " does that; it is for when the time has run out.",
        "4 个任务只完成了 " + done + " 个：明明还有时间，其余的却被中断了。terminate() 就会这样；超时之后才该用它。");
    same(
        inTime,
        true,
        "whether all were done in time: they were, which is what join(limit) says with true.",
        "是否都按时完成：是的，join(limit) 返回 true 就是这个意思。");
  }

  @Test
  void aTaskThatDoesNotEndIsStoppedAndNoWorkerIsLeft() throws Exception {
    Traces traces = Traces.create();
    Duration stopping = pace(() -> serveForEver(pool, traces));
    List<Long> workers = pool.workerPids();
    boolean inTime =
        yoursWithin(
            stopping,
            () -> Ex09JoinWithLimit.finishWithin(pool, Duration.ofMillis(200)),
            "finishWithin is still waiting long after its limit of 200 ms: close() stops no task, and"
                + " join() without a limit waits for ever for one that does not end.",
            "200 毫秒的时限早已过去，finishWithin 还在等：close() 不会停掉任务，而没有时限的 join() 会一直等不会结束的任务。");
    check(
        !anyIsAlive(workers) || inTime || !allAreGoneSoon(workers),
        "a worker was still ending when finishWithin came back: terminate() stops the pool and does"
            + " not wait; join() after it does.",
        "finishWithin 返回时，还有工作进程没来得及退出：terminate() 停掉进程池，但不等待；在它之后 join() 才等待。");
    check(
        !anyIsAlive(workers),
        "a worker still runs after finishWithin: join(limit) gives up waiting, and stops nothing."
            + " terminate() stops the pool, and join() after it waits until the workers are gone.",
        "finishWithin 返回后还有工作进程在运行：join(limit) 只是不再等，什么也没有停掉。terminate() 停掉进程池，之后的 join() 等到工作进程都退出。");
    same(
        inTime,
        false,
        "whether all were done in time: a task was still running when the time ran out, which is"
            + " what join(limit) says with false.",
        "是否都按时完成：超时的时候还有任务在运行，join(limit) 返回 false 就是这个意思。");
  }

  private static boolean anyIsAlive(List<Long> pids) {
    return pids.stream().anyMatch(pid -> ProcessHandle.of(pid).isPresent());
  }

  private static boolean allAreGoneSoon(List<Long> pids) throws InterruptedException {
    for (int i = 0; i < 200 && anyIsAlive(pids); i++) {
      Thread.sleep(10);
    }
    return !anyIsAlive(pids);
  }

  private static void serve(Traces traces, int n) throws InterruptedException {
    Thread.sleep(50);
    traces.leave("done-" + n);
  }

  private static boolean serveForEver(ProcessPool pool, Traces traces) throws InterruptedException {
    pool.runAsync(
        () -> {
          traces.leave("begun");
          Thread.sleep(Long.MAX_VALUE);
        });
    return traces.await("begun", 1, PATIENCE);
  }
}
