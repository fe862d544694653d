package processpool.example3.exercises;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import processpool.ProcessPool;
import processpool.Shared;

/** Exercise 25, wrong: the lambda captures the list, and not the handle. */
public final class Ex25ShareIt {
  private Ex25ShareIt() {}

  /** Counts how often it has arrived in a process; complete. 记录自己传到一个进程里几次；已经写好。 */
  static final class PriceList implements Serializable {
    private static final long serialVersionUID = 1L;

    private static int arrivals;

    private final TreeMap<String, Integer> prices;

    PriceList(Map<String, Integer> prices) {
      this.prices = new TreeMap<>(prices);
    }

    int priceOf(String item) {
      return prices.getOrDefault(item, 0);
    }

    /** How often price lists have arrived in this process. 价格表传到这个进程里几次。 */
    static int arrivals() {
      return arrivals;
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      arrivals++;
    }
  }

  /**
   * Looks up all prices. 查所有商品的价格。
   *
   * @param pool serves the tasks / 处理任务的进程池
   * @param list the price list / 价格表
   * @param items one for each call / 每次调用查一件
   * @return the prices, in the order of the items / 按商品的顺序排列的价格
   * @throws Exception if you need it / 需要时可以抛出
   */
  static List<Integer> prices(ProcessPool pool, PriceList list, List<String> items)
      throws Exception {
    try (Shared<PriceList> shared = pool.share(list)) {
      PriceList here = shared.get();
      return pool.map(item -> here.priceOf(item), items);
    }
  }
}
