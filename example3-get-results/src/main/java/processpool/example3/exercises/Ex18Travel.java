package processpool.example3.exercises;

import java.util.List;
import java.util.concurrent.ExecutionException;
import processpool.ProcessPool;

/**
 * Exercise 18: what can travel to a worker.
 *
 * <p>What a task needs travels to the worker as a copy, so it must be serializable. A {@link
 * Basket} is not: it is tied to this process. Compute the receipt of a basket in one of the pool's
 * workers, with {@link #add}, without making the basket travel: a task needs less than you think.
 *
 * <p>练习 18：什么能传递给工作进程。
 *
 * <p>任务需要的东西以副本的形式传递给工作进程，所以必须可以序列化。 {@link Basket} 不行：它和这个进程绑在一起。 请在工作进程里用 {@link #add}
 * 算出购物篮的小票，但不要传递购物篮本身：任务需要的东西比你想的少。
 */
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
    throw new UnsupportedOperationException("exercise Ex18Travel: not done yet");
  }
}
