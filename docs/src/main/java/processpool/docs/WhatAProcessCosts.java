package processpool.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import processpool.ProcessPool;

/** Measures on your machine what a new process costs, and what a pool saves. */
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
    long start = System.nanoTime();
    for (int i = 0; i < TASKS; i++) {
      new ProcessBuilder(java, "-cp", classPath, WhatAProcessCosts.class.getName(), "" + i)
          .start()
          .waitFor();
    }
    print("a new process for each task", start, TASKS);
    // endregion

    // region pool
    start = System.nanoTime();
    ProcessPool pool = new ProcessPool(3);
    pool.apply(WhatAProcessCosts::square, 0);
    print("making a pool of 3, once", start, 1);

    List<Integer> numbers = IntStream.range(0, TASKS).boxed().toList();
    start = System.nanoTime();
    pool.map(WhatAProcessCosts::square, numbers, 1);
    print("each task in that pool", start, TASKS);
    // endregion
  }

  private static void print(String what, long start, int times) {
    double millis = (System.nanoTime() - start) / 1e6 / times;
    System.out.println(String.format(Locale.ROOT, "%-28s %8.2f ms", what, millis));
  }
}
