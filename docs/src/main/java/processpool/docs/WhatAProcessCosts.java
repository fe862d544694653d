package processpool.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import processpool.ProcessPool;

/** Measures on your machine what a new process costs, and from which task on a pool is ahead. */
public class WhatAProcessCosts {
  private static final int TASKS = 20;

  static int square(int x) {
    return x * x;
  }

  /** With an argument it is the child: one task, and the end of its process. */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    if (args.length == 1) {
      square(Integer.parseInt(args[0]));
      return;
    }

    // region each
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    long[] each = new long[TASKS + 1];
    long start = System.nanoTime();
    for (int i = 1; i <= TASKS; i++) {
      new ProcessBuilder(java, "-cp", classPath, WhatAProcessCosts.class.getName(), "" + i)
          .start()
          .waitFor();
      each[i] = System.nanoTime() - start;
    }
    // endregion

    // region pool
    long[] pooled = new long[TASKS + 1];
    start = System.nanoTime();
    ProcessPool pool = new ProcessPool(3);
    for (int i = 1; i <= TASKS; i++) {
      pool.apply(WhatAProcessCosts::square, i);
      pooled[i] = System.nanoTime() - start;
    }
    // endregion

    print(each, pooled);
  }

  private static void print(long[] each, long[] pooled) {
    System.out.println("tasks   a new process each   a pool of 3");
    int ahead = TASKS + 1;
    for (int i = TASKS; i > 0 && pooled[i] < each[i]; i--) {
      ahead = i;
    }
    for (int i = 1; i <= TASKS; i++) {
      if (i <= 8 || i == TASKS) {
        double millis = each[i] / 1e6;
        System.out.println(
            String.format(Locale.ROOT, "%5d %17.1f ms %10.1f ms", i, millis, pooled[i] / 1e6));
      }
    }
    System.out.println("the pool is ahead from task " + ahead + " on");
  }
}
