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
 * <p>练习 18：什么能传送到工作进程。
 *
 * <p>任务需要的东西以副本的形式传送到工作进程，所以必须可以序列化。 {@link Basket} 不可以：它和本进程绑在一起。请用 {@link #add} 在工作进程里算出购物篮的收据，
 * 但不要让购物篮本身被传送：任务需要的东西比你想的少。
 */
public final class Ex18Travel {
  private Ex18Travel() {}

  /** Belongs to this process; leave it as it is. */
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
   * Adds up; complete.
   *
   * @param prices what to add
   * @return the sum and the process that computed it
   */
  static String add(List<Integer> prices) {
    int sum = 0;
    for (int price : prices) {
      sum += price;
    }
    return sum + " by " + ProcessHandle.current().pid();
  }

  /**
   * Computes a receipt in a worker.
   *
   * @param pool whose worker is to do it
   * @param basket what was bought
   * @return what {@link #add} returned there
   * @throws InterruptedException when this thread is interrupted
   * @throws ExecutionException when the task fails
   */
  static String receipt(ProcessPool pool, Basket basket)
      throws InterruptedException, ExecutionException {
    throw new UnsupportedOperationException("exercise Ex18Travel: not done yet");
  }
}
