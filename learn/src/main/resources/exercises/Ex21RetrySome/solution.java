package processpool.example3.exercises;

import java.util.concurrent.ExecutionException;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/**
 * Exercise 21, solved. The view has the same workers, but its own retries; the pool itself still
 * has none.
 *
 * <p>练习 21 的参考答案。视图用的是同样的工作进程，但有自己的重试次数；进程池本身仍然不重试。
 */
public final class Ex21RetrySome {
  private Ex21RetrySome() {}

  /**
   * Looks up the price, and charges it. 查出价格，然后扣款。
   *
   * @param pool serves both tasks; has no retries / 处理这两个任务的进程池，没有设置重试
   * @param price finds the price of an item; may run twice / 查商品的价格；可以重复执行
   * @param charge takes that much from the customer; must not run twice / 按价格扣款；不能重复执行
   * @param item what is bought / 买的商品
   * @return what charge returned, or "unknown" when its worker died / charge 的返回值；它的工作进程意外退出时返回
   *     "unknown"
   * @throws Exception if you need it / 需要时可以抛出
   */
  static String buy(
      ProcessPool pool,
      SerializableFunction<String, Integer> price,
      SerializableFunction<Integer, String> charge,
      String item)
      throws Exception {
    int cents = pool.withRetries(2).apply(price, item);
    try {
      return pool.apply(charge, cents);
    } catch (ExecutionException e) {
      return "unknown";
    }
  }
}
