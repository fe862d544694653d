package processpool.docs;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import processpool.AsyncResult;
import processpool.PoolExecutor;
import processpool.ProcessPool;
import processpool.ProgressListener;
import processpool.ResultIterator;
import processpool.Shared;
import processpool.Worker;

/** Each method of the pool, once. */
public class PoolMethods {
  static int square(int x) {
    return x * x;
  }

  static int power(int x, int y) {
    int result = 1;
    for (int i = 0; i < y; i++) {
      result *= x;
    }
    return result;
  }

  static String whereAndHow() {
    return "worker " + Worker.index() + ", LIMIT=" + System.getenv("LIMIT");
  }

  static void greet(String name) {
    System.out.println("runAsync: hello " + name);
  }

  public static void main(String[] args) throws Exception {
    ProcessPool pool = new ProcessPool(2);

    // region apply
    int answer = pool.apply(PoolMethods::square, 7);
    System.out.println("apply: " + answer);
    // endregion

    // region applyAsync
    AsyncResult<Integer> result = pool.applyAsync(PoolMethods::square, 7);
    System.out.println("applyAsync: " + result.get());
    // endregion

    // region runAsync
    AsyncResult<Void> greeting = pool.runAsync(PoolMethods::greet, "pool");
    greeting.get();
    // endregion

    // region map
    List<Integer> squares = pool.map(PoolMethods::square, List.of(1, 2, 3));
    System.out.println("map: " + squares);
    // endregion

    // region mapAsync
    AsyncResult<List<Integer>> later = pool.mapAsync(PoolMethods::square, List.of(1, 2, 3));
    System.out.println("mapAsync: " + later.get());
    // endregion

    // region starmap
    var pairs = List.of(Map.entry(2, 3), Map.entry(10, 2));
    System.out.println("starmap: " + pool.starmap(PoolMethods::power, pairs));
    // endregion

    // region starmapAsync
    AsyncResult<List<Integer>> powers = pool.starmapAsync(PoolMethods::power, pairs);
    System.out.println("starmapAsync: " + powers.get());
    // endregion

    // region imap
    List<Integer> inOrder = new ArrayList<>();
    pool.imap(PoolMethods::square, List.of(1, 2, 3)).forEachRemaining(inOrder::add);
    System.out.println("imap: " + inOrder);
    // endregion

    // region imapUnordered
    ResultIterator<Integer> asTheyCome = pool.imapUnordered(PoolMethods::square, List.of(1, 2, 3));
    TreeSet<Integer> sorted = new TreeSet<>();
    asTheyCome.forEachRemaining(sorted::add);
    System.out.println("imapUnordered: " + sorted);
    // endregion

    // region callback
    var doubled =
        pool.applyAsync(PoolMethods::square, 7).toCompletableFuture().thenApply(x -> 2 * x);
    System.out.println("callback: " + doubled.get());
    // endregion

    // region withTimeout
    ProcessPool quick = pool.withTimeout(Duration.ofMinutes(1));
    System.out.println("withTimeout: " + quick.apply(PoolMethods::square, 7));
    // endregion

    // region withRetries
    ProcessPool again = quick.withRetries(2);
    System.out.println("withRetries: " + again.map(PoolMethods::square, List.of(1, 2, 3)));
    // endregion

    // region withProgress
    ProgressListener bar =
        (done, total) -> {
          if (done == total) {
            System.out.println("withProgress: " + done + " of " + total);
          }
        };
    pool.withProgress(bar).map(PoolMethods::square, List.of(1, 2, 3));
    // endregion

    // region completed
    AsyncResult<List<Integer>> counted = pool.mapAsync(PoolMethods::square, List.of(1, 2, 3));
    counted.get();
    System.out.println("completed: " + counted.completed() + " of " + counted.size());
    // endregion

    // region share
    try (Shared<Map<String, Integer>> prices =
        pool.share(Map.of("ink", 10, "pen", 20, "pad", 30))) {
      List<String> items = List.of("ink", "pen", "pad");
      System.out.println("share: " + pool.map(item -> prices.get().get(item), items));
    }
    // endregion

    // region shareBytes
    Shared<ByteBuffer> bytes = pool.share(ByteBuffer.wrap(new byte[] {10, 20, 30}));
    int sum = pool.apply(() -> bytes.get().get(0) + bytes.get().get(1) + bytes.get().get(2));
    System.out.println("shared bytes: " + sum);
    // endregion

    // region workerPids
    List<Long> pids = pool.workerPids();
    System.out.println("workerPids: " + pids.size());
    // endregion

    // region close
    pool.close();
    pool.join();
    System.out.println("closed and joined");
    // endregion

    // region terminate
    ProcessPool stopped = new ProcessPool(2);
    stopped.terminate();
    stopped.join();
    // endregion

    // region executor
    try (PoolExecutor executor = new ProcessPool(2).asExecutorService()) {
      System.out.println("executor: " + executor.submit(() -> Arrays.asList(6, 7)).get());
    }
    // endregion

    // region options
    ProcessPool named =
        ProcessPool.builder()
            .name("thumbnails")
            .processes(1)
            .environment("LIMIT", "2")
            .onWorkerExit(() -> System.out.println("onWorkerExit: worker " + Worker.index()))
            .build();
    System.out.println("options: " + named);
    System.out.println("environment: " + named.apply(PoolMethods::whereAndHow));
    named.close();
    named.join();
    // endregion
  }
}
