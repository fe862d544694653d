package processpool.example3.exercises;

import java.util.List;
import java.util.concurrent.ExecutionException;
import processpool.ProcessPool;
import processpool.SerializableCallable;

/** Exercise 18, wrong: an anonymous class that uses what cannot be serialized. */
public final class Ex18Travel {
  private Ex18Travel() {}

  /** Belongs to this process; leave it as it is. 属于这个进程；请不要改动。 */
  static final class Basket {
    private final Thread owner = Thread.currentThread();
    private final List<Integer> prices;

    Basket(List<Integer> prices) {
      this.prices = List.copyOf(prices);
    }

    List<Integer> prices() {
      return prices;
    }

    @Override
    public String toString() {
      return prices + " of " + owner.getName();
    }
  }

  /**
   * Adds up; complete. 求和；已经写好。
   *
   * @param prices what to add / 要相加的价格
   * @return the sum and the process that computed it / 总和，以及计算它的进程
   */
  static String add(List<Integer> prices) {
    int sum = 0;
    for (int price : prices) {
      sum += price;
    }
    return sum + " by " + ProcessHandle.current().pid();
  }

  /**
   * Computes a receipt in a worker. 在工作进程里算出小票。
   *
   * @param pool whose worker is to do it / 由它的工作进程来算
   * @param basket what was bought / 买了什么
   * @return what {@link #add} returned there / {@link #add} 在那里的返回值
   * @throws InterruptedException when this thread is interrupted / 当前线程被中断时抛出
   * @throws ExecutionException when the task fails / 任务失败时抛出
   */
  static String receipt(ProcessPool pool, Basket basket)
      throws InterruptedException, ExecutionException {
    return pool.apply(
        new SerializableCallable<String>() {
          @Override
          public String call() {
            return add(basket.prices());
          }
        });
  }
}
