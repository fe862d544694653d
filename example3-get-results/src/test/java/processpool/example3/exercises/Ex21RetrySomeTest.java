package processpool.example3.exercises;

import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.Worker;
import processpool.lesson.Traces;

/** Tasks kill their workers, and leave a trace each time that they begin. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex21RetrySomeTest {
  private static final int EACH_TIME = 99;

  private final ProcessPool pool = new ProcessPool(2);
  private final Traces traces = Traces.create();

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void thePriceIsLookedUpAgainWhenItsWorkerDied() throws Exception {
    String bought = bought(2, 0);
    same(
        bought,
        "paid 250",
        "what is returned when both tasks succeed in the end: what charge returned.",
        "两个任务最后都成功时的返回值：应是 charge 的返回值。");
    same(
        traces.of("charged").size(),
        1,
        "how often the customer was charged, when nothing went wrong while charging.",
        "扣款没有出错时，客户被扣款的次数。");
  }

  @Test
  void aPriceThatKillsEachWorkerBeginsThreeTimes() throws Exception {
    try {
      bought(EACH_TIME, 0);
    } catch (AssertionError noPrice) {
      // As it should be: there is no price, and so nothing to return.
    }
    checkLookUps();
  }

  @Test
  void nobodyIsChargedTwice() throws Exception {
    String bought = "";
    try {
      bought = bought(0, EACH_TIME);
    } catch (AssertionError escaped) {
      bought = "an exception / 异常";
    }
    int charged = traces.of("charged").size();
    check(
        charged == 1,
        "the customer was charged "
            + charged
            + " times: the worker had died while it charged, and the task began again. Only what"
            + " may run twice is to go through a view with retries.",
        "客户被扣款 " + charged + " 次：扣款时工作进程意外退出，任务又重新执行了。只有可以重复执行的任务，才应通过带重试的视图提交。");
    same(
        bought,
        "unknown",
        "what is returned when the worker died while it charged: get() and apply() throw an"
            + " ExecutionException then, which is to be caught around this one call.",
        "扣款时工作进程意外退出时的返回值：这时 get() 和 apply() 会抛出 ExecutionException，请只在这一次调用周围捕获它。");
  }

  /** Buys, and explains a price that was given up too soon. */
  private String bought(int priceDies, int chargeDies) throws Exception {
    Traces where = traces; // a field would take the test itself along
    Callable<String> buying =
        () ->
            Ex21RetrySome.buy(
                pool,
                item -> price(where, priceDies),
                cents -> charge(where, cents, chargeDies),
                "ink");
    try {
      return yours(buying);
    } catch (AssertionError thrown) {
      if (priceDies > 0) {
        checkLookUps();
      }
      throw thrown;
    }
  }

  private void checkLookUps() {
    check(
        !traces.pids("priced").contains(ProcessHandle.current().pid()),
        "the price was looked up in main's own process: a plain call runs there. Submit both tasks"
            + " to the pool.",
        "价格是在 main 自己的进程里查的：直接调用就在那里执行。请把两个任务都提交给进程池。");
    int begun = traces.of("priced").size();
    check(
        begun == 3,
        "the workers died while they looked up the price; it began "
            + begun
            + " times, and may begin 3 times in all, of which the first is no retry. withRetries"
            + " changes nothing of the pool itself: submit through what it returns.",
        "查价格时工作进程意外退出；这个任务开始了 "
            + begun
            + " 次，总共最多可以开始 3 次，第一次不算重试。withRetries 不会改变进程池本身：请通过它返回的视图提交。");
  }

  private static int price(Traces traces, int deaths) {
    traces.leave("priced");
    if (traces.of("priced").size() <= deaths) {
      die();
    }
    return 250;
  }

  private static String charge(Traces traces, int cents, int deaths) {
    traces.leave("charged");
    if (traces.of("charged").size() <= deaths) {
      die();
    }
    return "paid " + cents;
  }

  private static void die() {
    if (Worker.isWorker()) {
      Runtime.getRuntime().halt(3);
    }
    throw new IllegalStateException("not in a worker");
  }
}
