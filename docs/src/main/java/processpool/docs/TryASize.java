package processpool.docs;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import processpool.ProcessPool;

/** Example 2 with as many processes as {@code -Dsize} says. */
public class TryASize {
  static void serve(int count) throws InterruptedException {
    System.out.println("count=" + count + ", pid=" + ProcessHandle.current().pid());
    TimeUnit.SECONDS.sleep(1);
  }

  public static void main(String[] args) throws InterruptedException {
    ProcessPool pool = new ProcessPool(Integer.getInteger("size", 3));
    long start = System.nanoTime();
    for (int i = 0; i < 9; i++) {
      pool.runAsync(TryASize::serve, i);
    }
    pool.close();
    pool.join();
    double elapsed = (System.nanoTime() - start) / 1e9;
    System.out.println(String.format(Locale.ROOT, "elapsed: %.2f s", elapsed));
  }
}
