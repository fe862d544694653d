package processpool.example3.exercises;

import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.shown;
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
  void onlyTheOrderThatDoesNotExistFails() throws Exception {
    long mainPid = ProcessHandle.current().pid();
    List<String> outcomes =
        yours(() -> Ex16OneFails.outcomes(pool, n -> serve(n, mainPid), List.of(1, 2, 3, 4)));
    check(
        !outcomes.toString().contains("main"),
        "a task ran in main's own process; submit it to the pool.",
        "有任务在 main 自己的进程里执行；请提交给进程池。");
    check(
        !outcomes.isEmpty(),
        "you returned no outcome at all: what is only printed does not come back. Add each outcome to"
            + " a list, and return it.",
        "你一个结果也没有返回：只打印是不够的。请把每个订单的结果放进列表，再返回列表。");
    check(
        outcomes.size() == 4,
        "what became of 4 orders has "
            + outcomes.size()
            + " entries: "
            + shown(outcomes)
            + ". Order 2 fails alone: it gets an entry, too, and the orders after it are served."
            + " So catch its exception inside the loop.",
        "4 个订单，你返回了 "
            + outcomes.size()
            + " 项："
            + shown(outcomes)
            + "。失败的只有订单 2：它也占一项，后面的订单照常处理。所以要在循环里面捕获它的异常。");
    same(
        outcomes,
        List.of("served 1", "failed: no such order: 2", "served 3", "served 4"),
        "what became of each of 4 orders: after \"failed: \" comes getMessage() of the task's own"
            + " exception, which is the cause of the ExecutionException.",
        "4 个订单各自的结果：“failed: ”后面是任务自己的异常的 getMessage()，这个异常是 ExecutionException 的 cause。");
  }

  private static String serve(int order, long mainPid) {
    if (order == 2) {
      throw new IllegalArgumentException("no such order: 2");
    }
    return (ProcessHandle.current().pid() == mainPid ? "main served " : "served ") + order;
  }
}
