package processpool.example3.exercises;

import processpool.ProcessPool;
import processpool.SerializableFunction;

/**
 * Exercise 21: retry only what may run twice.
 *
 * <p>To look up a price twice does no harm; to charge a customer twice does. The pool has no
 * retries. Look up the item's price so that this task may begin three times in all if workers die
 * while they run it; then charge that price, once. If the worker dies while it charges, nobody
 * knows whether the customer has paid: return {@code unknown} then. The pool can give you a view of
 * itself with other retries.
 *
 * <p>练习 21：只重试可以重复执行的任务。
 *
 * <p>查两次价格没有关系，扣两次款就不行了。这个进程池没有设置重试。 请查出商品的价格：如果工作进程在执行时意外退出，这个任务总共最多可以开始三次；然后按这个价格扣款，只扣一次。
 * 扣款时如果工作进程意外退出，就没有人知道客户付了没有：这时返回 {@code unknown}。 进程池可以给出一个重试次数不同的视图。
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
    throw new UnsupportedOperationException("exercise Ex21RetrySome: not done yet");
  }
}
