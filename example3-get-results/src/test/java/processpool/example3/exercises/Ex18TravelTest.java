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

/** The receipt names the process that computed it. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex18TravelTest {
  private final ProcessPool pool = new ProcessPool(1);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void theWorkerComputesTheReceipt() throws Exception {
    Ex18Travel.Basket basket = new Ex18Travel.Basket(List.of(3, 4, 5));
    String receipt = yours(() -> Ex18Travel.receipt(pool, basket));
    check(
        !receipt.endsWith(" by " + ProcessHandle.current().pid()),
        "the receipt was computed in main's own process: "
            + shown(receipt)
            + ". A plain call and a thread run there; submit the task to the pool.",
        "小票是在 main 自己的进程里算的：" + shown(receipt) + "。直接调用和线程都在那里执行；请把任务提交给进程池。");
    same(
        receipt,
        "12 by " + pool.workerPids().get(0),
        "the receipt: what add returned for all prices at once, in the worker of the pool that you"
            + " were given.",
        "小票：在传给你的进程池的工作进程里，对全部价格调用一次 add 的返回值。");
  }
}
