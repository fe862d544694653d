package processpool.watch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import processpool.PoolListener;
import processpool.ProcessPool;
import processpool.timeline.ProgramEnd;
import processpool.watch.live.ProgramThreads;

/**
 * Serves a {@link LivePage} for each pool of a program, prints its address, and keeps the program
 * until the page is closed. Made for {@code -Dprocesspool.listener=processpool.watch.LiveListener}.
 *
 * <p>The workers end when all else in the program has, as they would without the page.
 *
 * @since 0.2
 */
public final class LiveListener implements PoolListener {
  private static final long LOOK_MILLIS = 20;

  /** What waits here for a page to be closed; the program's own threads have no such name. */
  private static final String NAME = "processpool-live-keeper";

  /** How long a pool, or its page, may take to be there. */
  private static final long PATIENCE_SECONDS = 30;

  private record Served(ProcessPool pool, CompletableFuture<LivePage> page) {}

  private final List<Served> all = new CopyOnWriteArrayList<>();
  private final CountDownLatch first = new CountDownLatch(1);

  /**
   * Found and made by the program's first pool; from here on the program stays, as its main may
   * return before the page is there.
   */
  public LiveListener() {
    Thread keeper = new Thread(this::keep, NAME);
    keeper.setDaemon(false);
    keeper.start();
  }

  @Override
  public void listening(ProcessPool pool) {
    Served served = new Served(pool, new CompletableFuture<>());
    all.add(served);
    first.countDown(); // its end does not wait for its page
    LivePage page;
    try {
      page = LivePage.serve(pool);
    } catch (Throwable cannotServe) {
      served.page.completeExceptionally(cannotServe);
      throw cannotServe;
    }
    served.page.complete(page);
    pool.removeListener(this); // the page has its own
    String name = pool.stats().name();
    System.out.println(
        "live page of "
            + name
            + ": "
            + page.uri()
            + "\nOpen it in a browser. The program stays until you press \"Close the page\" there, or"
            + " Ctrl-C here.\n用浏览器打开上面的地址。按页面上的“关闭页面”或在这里按 Ctrl-C，程序才会结束。");
  }

  private void keep() {
    try {
      while (somethingElseRuns()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      var unused = first.await(PATIENCE_SECONDS, TimeUnit.SECONDS); // or it could not be made
      ProgramEnd.isNow();
      for (Served one : all) {
        one.pool.terminate();
      }
      for (Served one : all) {
        one.page.get(PATIENCE_SECONDS, TimeUnit.SECONDS).awaitClosed();
      }
    } catch (InterruptedException | ExecutionException | TimeoutException noPageOrNotWanted) {
      // Then it is kept no longer; that a page could not be served has been said.
    }
  }

  /** Whether the program would go on without us: some thread is no daemon. */
  private static boolean somethingElseRuns() {
    return ProgramThreads.all().stream().anyMatch(one -> !one.isDaemon() && !isOurs(one));
  }

  /** The JVM's own waits for the others, as the keepers do. */
  private static boolean isOurs(Thread thread) {
    return thread.getName().equals(NAME) || ProgramThreads.isTheJvmsEnd(thread);
  }
}
