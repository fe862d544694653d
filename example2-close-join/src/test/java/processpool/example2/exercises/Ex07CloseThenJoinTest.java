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
    int done = traces.startingWith("done").size();
    gatekeeper.interrupt();

    check(
        done == TASKS,
        "you came back when "
            + done
            + " of 4 tasks were done: close() does not wait, join() does;"
            + " and terminate() drops what is not done.",
        "你返回时 4 个任务只完成了 " + done + " 个：close() 不等待，join() 才等待；而 terminate() 会丢弃未完成的任务。");
    check(
        isClosed(),
        "the pool is still open, and its workers wait for more; close() says that none will come.",
        "进程池还开着，工作进程在等新任务；close() 表示不会再有任务。");
    check(
        workers.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent()),
        "a worker has not left yet; join() waits for that.",
        "还有工作进程没有离开；join() 会等它们。");
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
