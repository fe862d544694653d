package processpool.watch.live;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import processpool.ProcessPool;

/** Answers browsers of this machine. All its threads are daemons, and end when it is closed. */
public final class Server {
  private static final int THREADS = Feed.MOST_PAGES + 4;
  private static final byte[] NOTHING = {};

  private final HttpServer http;
  private final ThreadPoolExecutor threads;
  private final Guard guard;
  private final Framing framing = new Framing();
  private final Feed feed;
  private final Controls controls;
  private final Runnable close;

  /**
   * Begins to answer.
   *
   * @param pool what the buttons act on
   * @param feed what pages are told
   * @param close what the page's button of that name does; on a thread of its own
   */
  public Server(ProcessPool pool, Feed feed, Runnable close) {
    this.feed = feed;
    this.controls = new Controls(pool);
    this.close = close;
    this.threads =
        new ThreadPoolExecutor(
            THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Server::daemon);
    threads.allowCoreThreadTimeOut(true);
    try {
      InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      http = HttpServer.create(new InetSocketAddress(here, 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the live page found no port on 127.0.0.1; look whether this program may listen there",
          e);
    }
    guard = new Guard(http.getAddress().getPort());
    http.setExecutor(threads);
    http.createContext("/", this::answer);
    // Its own thread is a daemon only if the thread that starts it is one.
    CompletableFuture.runAsync(http::start, threads).join();
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "processpool-live-page");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Where the page is.
   *
   * @return its address, with the token
   */
  public URI uri() {
    return URI.create(
        "http://127.0.0.1:" + http.getAddress().getPort() + "/" + guard.token() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Cache-Control", "no-store");
      headers.set("Content-Security-Policy", "default-src 'none'; " + framing.policy());
      headers.set("X-Content-Type-Options", "nosniff");
      if (framing.isForbidden()) { // older browsers know no other word for it
        headers.set("X-Frame-Options", "DENY");
      }
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      headers.set("Cross-Origin-Opener-Policy", "same-origin");
      String asked = guard.isForUs(exchange) ? guard.asked(exchange) : null;
      if (asked == null) {
        send(exchange, 404, NOTHING);
      } else {
        answer(exchange, asked);
      }
    }
  }

  private void answer(HttpExchange exchange, String asked) throws IOException {
    boolean get = exchange.getRequestMethod().equals("GET");
    boolean post = exchange.getRequestMethod().equals("POST");
    if (asked.isEmpty() && get) {
      page(exchange);
    } else if (asked.equals("events") && get) {
      events(exchange);
    } else if ((asked.equals("kill") || asked.equals("resize") || asked.equals("close")) && post) {
      act(exchange, asked);
    } else {
      send(exchange, 404, NOTHING);
    }
  }

  private void page(HttpExchange exchange) throws IOException {
    String nonce = Guard.random();
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Security-Policy", Page.policy(nonce) + "; " + framing.policy());
    headers.set("Content-Type", "text/html; charset=utf-8");
    send(exchange, 200, Page.html(nonce).getBytes(StandardCharsets.UTF_8));
  }

  private void events(HttpExchange exchange) throws IOException {
    if (!guard.isFromOurPage(exchange)) {
      send(exchange, 403, NOTHING);
    } else if (!feed.admit()) {
      send(exchange, 503, NOTHING);
    } else {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      feed.tell(exchange);
    }
  }

  private void act(HttpExchange exchange, String asked) throws IOException {
    if (!guard.mayAct(exchange)) {
      send(exchange, 403, NOTHING);
      return;
    }
    String query = exchange.getRequestURI().getRawQuery();
    String problem = "";
    if (asked.equals("kill")) {
      problem = controls.kill(value(query, "pid="));
    } else if (asked.equals("resize")) {
      problem = controls.resize(value(query, "by="));
    }
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    send(exchange, problem.isEmpty() ? 204 : 409, problem.getBytes(StandardCharsets.UTF_8));
    if (asked.equals("close")) {
      Thread closing = daemon(close);
      closing.start();
    }
  }

  private static String value(@Nullable String query, String name) {
    return query != null && query.startsWith(name) ? query.substring(name.length()) : "";
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Answers nobody any more; what a page is being told is cut off within a second. */
  public void close() {
    http.stop(1);
    threads.shutdownNow();
  }
}
