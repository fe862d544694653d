package processpool.example3.exercises;

import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;

/** Order 2 does not exist. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex16OneFailsTest {
  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void onlyTheOrderThatDoesNotExistFails() {
    long mainPid = ProcessHandle.current().pid();
    List<String> outcomes =
        yours(() -> Ex16OneFails.outcomes(pool, n -> serve(n, mainPid), List.of(1, 2, 3, 4)));
    check(
        !outcomes.toString().contains("main"),
        "a task ran in main's own process; submit it to the pool.",
        "有任务在 main 自己的进程里执行；请提交给进程池。");
    same(
        outcomes,
        List.of("served 1", "failed: no such order: 2", "served 3", "served 4"),
        "what became of each of 4 orders; the task's own exception is the cause of the"
            + " ExecutionException.",
        "4 个订单各自的结局；任务自己的异常是 ExecutionException 的 cause。");
  }

  private static String serve(int order, long mainPid) {
    if (order == 2) {
      throw new IllegalArgumentException("no such order: 2");
    }
    return (ProcessHandle.current().pid() == mainPid ? "main served " : "served ") + order;
  }
}
