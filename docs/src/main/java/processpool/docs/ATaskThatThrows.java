package processpool.docs;

import java.util.concurrent.ExecutionException;
import processpool.AsyncResult;
import processpool.ProcessPool;

/** A task's exception comes back with its result, and the pool goes on. */
public class ATaskThatThrows {
  static int divide(int a, int b) {
    return a / b;
  }

  public static void main(String[] args) throws InterruptedException {
    ProcessPool pool = new ProcessPool(3);
    // region throws
    AsyncResult<Integer> good = pool.applyAsync(ATaskThatThrows::divide, 6, 3);
    AsyncResult<Integer> bad = pool.applyAsync(ATaskThatThrows::divide, 6, 0);
    try {
      System.out.println(good.get());
      System.out.println(bad.get());
    } catch (ExecutionException e) {
      System.out.println(e.getMessage());
      System.out.println("  thrown at " + e.getCause().getStackTrace()[0].getMethodName());
    }
    // endregion
  }
}
