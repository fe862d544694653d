package processpool.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** The same work by threads, by virtual threads and by processes, measured on your machine. */
public class ProcessesOrThreads {
  private static final int WORKERS = Runtime.getRuntime().availableProcessors();

  // region kinds
  /** Next to nothing to do. */
  static Integer tiny(Integer x) {
    return x + 1;
  }

  /** Much to compute, little to carry. */
  static Integer compute(Integer limit) {
    int primes = 0;
    for (int n = 2; n < limit; n++) {
      boolean prime = true;
      for (int d = 2; d * d <= n && prime; d++) {
        prime = n % d != 0;
      }
      primes += prime ? 1 : 0;
    }
    return primes;
  }

  /** Little to compute, a mebibyte to carry. */
  static Integer carry(byte[] data) {
    return (int) data[data.length - 1];
  }

  /** Nothing to do but to wait. */
  static Integer waitABit(Integer millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
    return millis;
  }

  // endregion

  public static void main(String[] args) throws Exception {
    System.out.println(
        String.format(
            Locale.ROOT, "%-26s %12s %12s %12s", "a task", "threads", "virtual", "processes"));
    ProcessPool pool = new ProcessPool(WORKERS);
    row("next to nothing", 2_000, pool, ProcessesOrThreads::tiny, 1);
    row("much to compute", 16, pool, ProcessesOrThreads::compute, 400_000);
    row("a mebibyte to carry", 50, pool, ProcessesOrThreads::carry, new byte[1 << 20]);
    row("only waits 20 ms", 100, pool, ProcessesOrThreads::waitABit, 20);
  }

  private static <T> void row(
      String what, int tasks, ProcessPool pool, SerializableFunction<T, Integer> task, T argument)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    ExecutorService virtual = virtualThreads();
    Callable<Integer> here = () -> task.apply(argument);
    String line = String.format(Locale.ROOT, "%-26s", what);
    line += measured(tasks, () -> threads.submit(here));
    line += virtual == null ? " needs JDK 21" : measured(tasks, () -> virtual.submit(here));
    line += measured(tasks, () -> pool.applyAsync(task, argument));
    System.out.println(line);
    threads.shutdown();
    if (virtual != null) {
      virtual.shutdown();
    }
  }

  /** One round to warm up, then the time that a task takes, all of them given at once. */
  private static String measured(int tasks, Callable<Future<Integer>> submit) throws Exception {
    runAll(tasks, submit);
    long start = System.nanoTime();
    runAll(tasks, submit);
    double micros = (System.nanoTime() - start) / 1e3 / tasks;
    return String.format(Locale.ROOT, " %9.1f us", micros);
  }

  private static void runAll(int tasks, Callable<Future<Integer>> submit) throws Exception {
    List<Future<Integer>> results = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      results.add(submit.call());
    }
    for (Future<Integer> result : results) {
      result.get();
    }
  }

  /** This class is compiled for JDK 17, where there are none. */
  private static ExecutorService virtualThreads() throws ExecutionException {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException olderJdk) {
      return null;
    }
  }
}
