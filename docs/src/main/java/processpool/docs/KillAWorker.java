package processpool.docs;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import processpool.AsyncResult;
import processpool.ProcessPool;

/** Waits for you to kill one of its workers, and shows that only one task is lost. */
public class KillAWorker {
  static long work() throws InterruptedException {
    long pid = ProcessHandle.current().pid();
    System.out.println("kill this one: pid=" + pid);
    TimeUnit.MINUTES.sleep(10);
    return pid;
  }

  public static void main(String[] args) throws InterruptedException, ExecutionException {
    // region kill
    ProcessPool pool = new ProcessPool(1);
    AsyncResult<Long> doomed = pool.applyAsync(KillAWorker::work);
    try {
      doomed.get();
    } catch (ExecutionException e) {
      System.out.println(e.getMessage());
    }
    System.out.println("and the next task: " + pool.apply(Math::addExact, 6, 7));
    // endregion
  }
}
