package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.asked;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/** The price list counts how often it arrives in a process. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex25ShareItTest {
  private static final int ITEMS = 40;

  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void theListReachesEachWorkerOnce() throws Exception {
    Map<String, Integer> prices = new TreeMap<>();
    IntStream.range(0, ITEMS).forEach(n -> prices.put("item-" + n, 100 + n));
    Ex25ShareIt.PriceList list = new Ex25ShareIt.PriceList(prices);
    List<String> items = IntStream.range(0, ITEMS).mapToObj(n -> "item-" + n).toList();
    List<Integer> found = yours(() -> Ex25ShareIt.prices(pool, list, items));
    same(
        found,
        IntStream.range(100, 100 + ITEMS).boxed().toList(),
        "the prices, in the order of the items.",
        "价格：按商品的顺序排列。");
    Traces traces = Traces.create();
    List<Integer> arrivals = asked(() -> pool.map(n -> arrivals(traces), List.of(0, 1), 1));
    int all = arrivals.get(0) + arrivals.get(1);
    check(
        all > 0,
        "the price list has not reached the workers at all: the prices were looked up in main's own"
            + " process, or in another pool than the one that you were given.",
        "价格表根本没有传到工作进程：价格是在 main 自己的进程里查的，或者用了别的进程池，而不是传给你的那个。");
    check(
        arrivals.stream().allMatch(times -> times <= 1),
        "the price list has arrived "
            + all
            + " times in two workers: what a lambda captures travels with every chunk. Let it"
            + " capture the handle that share returns, made once, and ask it for the list inside"
            + " the task.",
        "价格表在两个工作进程里总共传到了 "
            + all
            + " 次：lambda 捕获的东西，每一块都要传递一次。请让它捕获 share 返回的句柄（只创建一次），在任务里再向句柄取价格表。");
  }

  private static int arrivals(Traces traces) throws InterruptedException {
    traces.leave("asked");
    traces.await("asked", 2, PATIENCE);
    return Ex25ShareIt.PriceList.arrivals();
  }
}
