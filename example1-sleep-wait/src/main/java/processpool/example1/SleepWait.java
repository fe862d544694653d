package processpool.example1;

import java.util.concurrent.TimeUnit;
import processpool.ProcessPool;

/** Three worker processes serve nine tasks, and live only as long as main does. */
public class SleepWait {
  static void serve(int count) throws InterruptedException {
    System.out.println("count=" + count + ", pid=" + ProcessHandle.current().pid());
    TimeUnit.SECONDS.sleep(1);
  }

  public static void main(String[] args) throws InterruptedException {
    ProcessPool pool = new ProcessPool(3);
    for (int i = 0; i < 9; i++) {
      pool.runAsync(SleepWait::serve, i);
    }

    // The workers belong to this process: when main returns they end, finished or not.
    // Try -Dseconds=0 to see nothing printed at all.
    TimeUnit.SECONDS.sleep(Integer.getInteger("seconds", 5));
  }
}
