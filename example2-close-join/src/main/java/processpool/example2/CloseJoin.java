package processpool.example2;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import processpool.ProcessPool;

/** The same nine tasks, and main waits exactly as long as they take: close, then join. */
public class CloseJoin {
  static void serve(int count) throws InterruptedException {
    System.out.println("count=" + count + ", pid=" + ProcessHandle.current().pid());
    TimeUnit.SECONDS.sleep(1);
  }

  public static void main(String[] args) throws InterruptedException {
    long start = System.nanoTime();
    ProcessPool pool = new ProcessPool(3);
    for (int i = 0; i < 9; i++) {
      pool.runAsync(CloseJoin::serve, i);
    }

    pool.close(); // no new tasks from here on
    pool.join(); // wait for those there are
    double elapsed = (System.nanoTime() - start) / 1e9;
    System.out.println(String.format(Locale.ROOT, "elapsed: %.2f s", elapsed));
  }
}
