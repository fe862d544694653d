package processpool.example3.exercises;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import processpool.ProcessPool;

/**
 * Exercise 25: share what is large.
 *
 * <p>Look up the price of each item in the pool's workers. The price list is large: what a lambda
 * captures travels with every chunk, and to send the list again and again would take longer than
 * the work. Let it travel to each worker once. The pool can share a value; tasks then capture a
 * handle of a few bytes, and ask it for the value.
 *
 * <p>练习 25：共享大块的数据。
 *
 * <p>在进程池的工作进程里查每件商品的价格。价格表很大：lambda 捕获的东西每一块都要传递一次，反复传递价格表，比查价格本身还要久。 请让价格表只传递给每个工作进程一次。
 * 进程池可以共享一个值：任务捕获的只是几个字节的句柄，要用的时候向它取值。
 */
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
    throw new UnsupportedOperationException("exercise Ex25ShareIt: not done yet");
  }
}
