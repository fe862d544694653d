package processpool.example3;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import processpool.AsyncResult;
import processpool.ProcessPool;

/** The same nine tasks, and this time each returns something; waiting for results is enough. */
public class GetResults {
  static String serve(int count) throws InterruptedException {
    long pid = ProcessHandle.current().pid();
    System.out.println("count=" + count + ", pid=" + pid);
    TimeUnit.SECONDS.sleep(1);
    return "result: count=" + count + ", pid=" + pid;
  }

  public static void main(String[] args) throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    ProcessPool pool = new ProcessPool(3);
    List<AsyncResult<String>> results = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      results.add(pool.applyAsync(GetResults::serve, i));
    }

    for (AsyncResult<String> result : results) {
      System.out.println(result.get());
    }
    double elapsed = (System.nanoTime() - start) / 1e9;
    System.out.println(String.format(Locale.ROOT, "elapsed: %.2f s", elapsed));
  }
}
