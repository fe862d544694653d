package processpool.watch;

import java.net.URI;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import processpool.ProcessPool;
import processpool.watch.live.Feed;
import processpool.watch.live.Server;

/**
 * A page in the browser that shows what a pool does while it does it: workers and their tasks, what
 * waits, what they print, how far maps are. It has buttons to kill a worker and to add and remove
 * workers. Python's Pool has no counterpart.
 *
 * <pre>{@code
 * LivePage page = LivePage.serve(pool);
 * System.out.println(page.uri());
 * }</pre>
 *
 * <p>Served on 127.0.0.1 alone, on a port that the system chooses. Whoever knows the address may
 * look and press buttons; nobody can guess it, and pages from elsewhere, in the same browser, can
 * do neither. The page does not keep the program from ending; it does keep the pool from being let
 * go when nobody else refers to it. It stays when the pool is gone, as the picture of the run.
 *
 * <p>Tasks that were handed in before are counted, but not drawn. Of very many tasks a sample is
 * drawn, which the page says. Safe for any number of threads.
 *
 * @since 0.2
 */
public final class LivePage implements AutoCloseable {
  private final Feed feed;
  private final Server server;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  private LivePage(ProcessPool pool) {
    this.feed = new Feed(pool);
    try {
      this.server = new Server(pool, feed, this::close);
    } catch (RuntimeException | Error e) {
      feed.close();
      throw e;
    }
  }

  /**
   * Serves a page that shows a pool. Does not wait for anybody to look.
   *
   * @param pool which, or a view of it
   * @return the page, until it is closed
   * @throws java.io.UncheckedIOException when this program cannot listen on 127.0.0.1
   */
  public static LivePage serve(ProcessPool pool) {
    return new LivePage(Objects.requireNonNull(pool, "pool"));
  }

  /**
   * Where the page is.
   *
   * @return its address for a browser of this machine; who has it may press the buttons
   */
  public URI uri() {
    return server.uri();
  }

  /**
   * Serves the page no more, and waits until that is so, a second at most. A browser that shows it
   * keeps what it has. May be called twice.
   */
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      feed.close();
      server.close();
      closed.countDown();
    }
  }

  /** Waits until somebody has closed the page. */
  void awaitClosed() throws InterruptedException {
    closed.await();
  }
}
