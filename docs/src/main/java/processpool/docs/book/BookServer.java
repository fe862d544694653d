package processpool.docs.book;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import processpool.watch.live.Guard;

/** The book for the browsers of this machine, with the programs of its pages. */
public final class BookServer implements AutoCloseable {
  /** Each page that runs a program, or shows exercises, takes one for as long. */
  private static final int THREADS = 24;

  private static final byte[] NOTHING = {};

  /** Pages may show live pages in frames: those have ports of their own. */
  private static final String POLICY =
      Layout.POLICY + "; frame-src http://127.0.0.1:* http://localhost:*; frame-ancestors 'none'";

  /** A picture may have colours, and nothing else. */
  private static final String PICTURE = "default-src 'none'; style-src 'unsafe-inline'";

  private final Pages pages;
  private final HttpServer http;
  private final ThreadPoolExecutor threads;
  private final Guard guard;
  private final Runs runs;
  private final Exercises exercises;

  /**
   * Begins to answer.
   *
   * @param root the repository
   * @param port where to listen on 127.0.0.1; 0 for one of the system's choice
   * @throws IOException when the pages cannot be read, or the port is taken
   */
  public BookServer(Path root, int port) throws IOException {
    Path folder = root.toAbsolutePath().normalize();
    pages = new Pages(new Library(folder), true);
    runs = new Runs(folder);
    exercises = new Exercises(folder);
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            BookServer::daemon);
    threads.allowCoreThreadTimeOut(true);
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try {
      http = HttpServer.create(new InetSocketAddress(here, port), 0);
    } catch (IOException e) {
      throw new IOException(
          "the book cannot listen on 127.0.0.1; leave out -Dport, or name another: port=" + port,
          e);
    }
    guard = new Guard(http.getAddress().getPort());
    http.setExecutor(threads);
    http.createContext("/", this::answer);
    http.start();
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "book");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Where the book is.
   *
   * @return its address, with a part that nobody guesses
   */
  public URI uri() {
    return URI.create(
        "http://127.0.0.1:" + http.getAddress().getPort() + "/" + guard.token() + "/");
  }

  /** Opens the user's browser where there is one; where there is none, the address is printed. */
  public void showInBrowser() {
    try {
      if (!GraphicsEnvironment.isHeadless()
          && Desktop.isDesktopSupported()
          && Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
        Desktop.getDesktop().browse(uri());
      }
    } catch (IOException | RuntimeException | LinkageError noBrowser) {
      System.out.println("no browser was opened: " + noBrowser.getMessage());
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Cache-Control", "no-store");
      headers.set("Content-Security-Policy", POLICY);
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("X-Frame-Options", "DENY");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      headers.set("Cross-Origin-Opener-Policy", "same-origin");
      String asked = guard.isForUs(exchange) ? guard.asked(exchange) : null;
      String method = exchange.getRequestMethod();
      if (asked == null) {
        send(exchange, 404, NOTHING);
      } else if (method.equals("POST")) {
        act(exchange, asked);
      } else if (!method.equals("GET")) {
        send(exchange, 404, NOTHING);
      } else if (asked.equals("exercises")) {
        tellExercises(exchange);
      } else {
        show(exchange, asked.isEmpty() ? "index.html" : asked);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(HttpExchange exchange, String path) throws IOException {
    Optional<Content> content = pages.find(path);
    if (content.isEmpty()) {
      send(exchange, 404, NOTHING);
      return;
    }
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", content.get().type());
    if (content.get().type().startsWith("image/")) {
      headers.set("Content-Security-Policy", PICTURE);
    }
    send(exchange, 200, content.get().bytes());
  }

  private void act(HttpExchange exchange, String asked) throws IOException, InterruptedException {
    if (!guard.mayAct(exchange)) {
      send(exchange, 403, NOTHING);
      return;
    }
    String page = value(exchange, "page");
    Optional<Run> run = runs.of(name(page));
    switch (asked) {
      case "run" -> run(exchange, page);
      case "stop" -> {
        run.ifPresent(one -> runs.end(name(page), one));
        send(exchange, 204, NOTHING);
      }
      case "kill" -> send(exchange, run.filter(Run::killOne).isPresent() ? 204 : 409, NOTHING);
      default -> send(exchange, 404, NOTHING);
    }
  }

  /** A page's name, in both languages the same: the two share their run. */
  private static String name(String page) {
    return page.substring(page.lastIndexOf('/') + 1);
  }

  /** Only a program that the page itself shows. */
  private void run(HttpExchange exchange, String page) throws IOException, InterruptedException {
    Library library = pages.library();
    Path file = library.files().get(page);
    String id = value(exchange, "program");
    Optional<Program> program =
        file == null || library.placeOf(file) < 0
            ? Optional.empty()
            : Program.of(library.root, file).stream().filter(p -> p.id().equals(id)).findFirst();
    if (program.isEmpty()) {
      send(exchange, 404, NOTHING);
      return;
    }
    String origin = exchange.getRequestHeaders().getFirst("Origin");
    Optional<Run> started = runs.start(name(page), program.get().scenario(), origin);
    if (started.isEmpty()) {
      send(exchange, 503, NOTHING);
      return;
    }
    Run run = started.get();
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      for (boolean over = false; !over; ) {
        String event = run.next();
        tell(out, event);
        over = event != null && event.startsWith("{\"exit\"");
      }
    } finally {
      runs.end(name(page), run); // also when the page was left, which each second shows
    }
  }

  private void tellExercises(HttpExchange exchange) throws IOException, InterruptedException {
    if (!guard.isFromOurPage(exchange)) {
      send(exchange, 403, NOTHING);
    } else if (!exercises.admit()) {
      send(exchange, 503, NOTHING);
    } else {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      boolean chinese = value(exchange, "language").equals("zh");
      exercises.tell(exchange, chinese ? Words.CHINESE : Words.ENGLISH);
    }
  }

  /** One event, or else something that only shows whether anybody listens. */
  static void tell(OutputStream out, @Nullable String event) throws IOException {
    String text = event == null ? ":\n\n" : "data: " + event + "\n\n";
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static String value(HttpExchange exchange, String name) {
    String query = exchange.getRequestURI().getQuery();
    for (String part : query == null ? new String[0] : query.split("&", -1)) {
      if (part.startsWith(name + "=")) {
        return part.substring(name.length() + 1);
      }
    }
    return "";
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Ends the book, its programs and their processes. May be called twice. */
  @Override
  public void close() {
    runs.close();
    exercises.close();
    http.stop(0);
    threads.shutdownNow();
  }
}
