package processpool.example2.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.yours;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/** The tasks end only when a gate opens, a while after they were submitted. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex07CloseThenJoinTest {
  private static final int TASKS = 4;

  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void allTasksAreServedAndAllWorkersHaveLeft() throws Exception {
    Traces traces = Traces.create();
    List<Long> workers = pool.workerPids();
    Thread gatekeeper = new Thread(() -> openTheGateWhenOneHasBegun(traces));
    gatekeeper.start();
    yours(() -> Ex07CloseThenJoin.serveAndWait(pool, n -> serve(traces, n), TASKS));
    List<Integer> done = numbers(traces, "done-");
    List<Integer> begun = numbers(traces, "begun-");
    boolean closed = isClosed();
    gatekeeper.interrupt();

    check(
        !traces.pids("begun").contains(ProcessHandle.current().pid()),
        "a task ran in main's own process: a plain call runs there. Submit it to the pool.",
        "有任务在 main 自己的进程里执行：直接调用就在那里执行。请提交给进程池。");
    boolean allThatWereSubmitted = closed && !begun.isEmpty() && begun.equals(done);
    check(
        !allThatWereSubmitted || done.equals(List.of(0, 1, 2, 3)),
        "the task was called with " + done + "; wanted is 0 to count - 1, each once: [0, 1, 2, 3].",
        "调用任务时用的参数是 " + done + "；应该是 0 到 count - 1，各一次：[0, 1, 2, 3]。");
    check(
        done.size() >= TASKS || closed,
        "you came back when "
            + done.size()
            + " of 4 tasks were done, and the pool is still open: join() waits only after close();"
            + " before it, join() throws an IllegalStateException, which no catch should hide.",
        "你返回时 4 个任务只完成了 "
            + done.size()
            + " 个，而且进程池还没有关闭：先 close()，join() 才会等待；在 close() 之前，join() 抛出 IllegalStateException，不要把它吞掉。");
    check(
        done.size() >= TASKS,
        "you came back when "
            + done.size()
            + " of 4 tasks were done: close() does not wait, join() does, until the last task if it"
            + " is given no limit; and terminate() drops what is not done.",
        "你返回时 4 个任务只完成了 "
            + done.size()
            + " 个：close() 不等待，join() 才等待，不给时限就一直等到最后一个任务；而 terminate() 会丢弃未完成的任务。");
    check(
        closed,
        "the tasks are done, but the pool is still open, and its workers wait for more; close() says"
            + " that none will come.",
        "任务都完成了，但进程池还没有关闭，工作进程还在等待新任务；close() 表示不会再有新任务。");
    check(
        workers.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent()),
        "the tasks are done and the pool is closed, but a worker has not left yet: that takes a"
            + " moment, and join() waits for it.",
        "任务都完成了，进程池也关闭了，但还有工作进程没有退出：退出需要一点时间，join() 会等它们。");
  }

  private static List<Integer> numbers(Traces traces, String prefix) {
    return traces.startingWith(prefix).stream()
        .map(trace -> Integer.valueOf(trace.name().substring(prefix.length())))
        .sorted()
        .toList();
  }

  private boolean isClosed() {
    try {
      pool.runAsync(() -> {});
      return false;
    } catch (IllegalStateException closed) {
      return true;
    }
  }

  private static void openTheGateWhenOneHasBegun(Traces traces) {
    try {
      traces.await("begun", 1, PATIENCE);
      Thread.sleep(200);
    } catch (InterruptedException enough) {
      // The test knows what it wanted to know.
    }
    traces.leave("gate");
  }

  private static void serve(Traces traces, int n) throws InterruptedException {
    traces.leave("begun-" + n);
    traces.await("gate", 1, PATIENCE);
    traces.leave("done-" + n);
  }
}
