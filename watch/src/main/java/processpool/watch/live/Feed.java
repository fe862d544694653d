package processpool.watch.live;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import processpool.PoolExecutor;
import processpool.ProcessPool;

/**
 * Looks at a pool at most twenty times a second, and lets pages wait for that. Its thread is the
 * only one that asks the pool; a page that is slow holds up nobody.
 */
public final class Feed {
  /** So many pages are told; each takes a thread. */
  static final int MOST_PAGES = 4;

  private static final long PAUSE_MILLIS = 50;
  private static final long PAUSE_UNSEEN_MILLIS = 500;

  /** A look reads the memory of each worker from the system. */
  private static final long PAUSE_FOR_EACH_WORKER_MILLIS = 3;

  private final ProcessPool pool;
  private final PoolExecutor life;
  private final History history = new History();
  private final Recorder recorder = new Recorder(history);

  // Guarded by this:
  private Snapshot snapshot;
  private long looks;
  private int pages;
  private boolean closed;

  /**
   * Begins to listen.
   *
   * @param pool to what
   */
  public Feed(ProcessPool pool) {
    this.pool = pool;
    this.life = pool.asExecutorService();
    pool.addListener(recorder);
    this.snapshot = look();
    Thread thread = new Thread(this::run, "processpool-live-feed");
    thread.setDaemon(true);
    thread.start();
  }

  /** Hears of the pool; tests tell it of more. */
  Recorder recorder() {
    return recorder;
  }

  private Snapshot look() {
    var stats = pool.stats();
    recorder.take(stats);
    String state = life.isTerminated() ? "gone" : life.isShutdown() ? "closed" : "open";
    return new Snapshot(recorder.now(), stats, state);
  }

  private void run() {
    while (true) {
      Snapshot now = look();
      synchronized (this) {
        snapshot = now;
        looks++;
        notifyAll();
        long eachWorker = PAUSE_FOR_EACH_WORKER_MILLIS * now.stats().workers().size();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS + eachWorker);
        long unseen = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_UNSEEN_MILLIS);
        while (!closed && System.nanoTime() - (pages > 0 ? until : unseen) < 0) {
          waitFor((pages > 0 ? until : unseen) - System.nanoTime());
        }
        if (closed) {
          return;
        }
      }
    }
  }

  private synchronized void waitFor(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, nanos));
    } catch (InterruptedException ofNobodysMaking) {
      // Nobody else knows this thread.
    }
  }

  /** Whether one more page may be told; if so, {@link #tell} follows. */
  synchronized boolean admit() {
    if (closed || pages >= MOST_PAGES) {
      return false;
    }
    pages++;
    notifyAll();
    return true;
  }

  /** Tells a page until it, or this, is closed. */
  void tell(HttpExchange exchange) throws IOException {
    try {
      exchange.sendResponseHeaders(200, 0);
      OutputStream page = exchange.getResponseBody();
      Update update = new Update(history);
      long seen = -1;
      while (true) {
        Snapshot now;
        boolean last;
        synchronized (this) {
          while (looks == seen && !closed) {
            waitFor(TimeUnit.SECONDS.toNanos(1));
          }
          seen = looks;
          now = snapshot;
          last = closed;
        }
        send(page, update.next(now));
        if (last) {
          send(page, "{\"closed\":true}");
          return;
        }
      }
    } finally {
      synchronized (this) {
        pages--;
      }
    }
  }

  private static void send(OutputStream page, String message) throws IOException {
    if (!message.isEmpty()) {
      page.write(("data: " + message + "\n\n").getBytes(StandardCharsets.UTF_8));
      page.flush();
    }
  }

  /** Listens no more, and tells all pages that it is over. */
  public void close() {
    pool.removeListener(recorder);
    synchronized (this) {
      closed = true;
      notifyAll();
    }
  }
}
