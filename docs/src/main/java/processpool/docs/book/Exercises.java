package processpool.docs.book;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import processpool.learn.Workbook;
import processpool.watch.live.Json;

/** A page's exercises, and what becomes of them while the reader works on them in an editor. */
final class Exercises implements AutoCloseable {
  private static final int MOST_PAGES = 8;

  private final Path root;

  // Guarded by this:
  private @Nullable Workbook workbook;
  private int pages;
  private boolean closed;

  Exercises(Path root) {
    this.root = root;
  }

  /** Those of a page: a module is called {@code example1-sleep-wait}, its page sleep-wait. */
  private static List<Workbook.Task> of(Path page, Words words) {
    String name = page.getFileName().toString().replace(".md", "");
    return Workbook.tasks(words.language).stream()
        .filter(task -> task.module().replaceFirst("^example\\d+-", "").equals(name))
        .toList();
  }

  static String html(Path page, Words words) {
    List<Workbook.Task> tasks = of(page, words);
    if (tasks.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<section id=\"exercises\"><h2>");
    html.append(words.html("exercises") + "</h2><p>" + words.html("exercises.how") + "</p>");
    for (Workbook.Task task : tasks) {
      html.append("<details class=\"exercise\" id=\"" + task.id() + "\"><summary>");
      html.append("<span class=\"mark\"></span>" + task.number() + ". ");
      html.append(Html.escape(task.title()) + " <small></small></summary>");
      for (String paragraph : task.text()) {
        html.append("<p>" + Html.escape(paragraph) + "</p>");
      }
      html.append("<p>" + words.html("file") + " <code class=\"long\">");
      html.append(Html.escape(task.file()).replace("/", "/<wbr/>"));
      html.append("</code></p><pre class=\"verdict\" hidden=\"hidden\"></pre>");
      int number = 0;
      for (String hint : task.hints()) {
        html.append("<details class=\"hint\"><summary>" + words.html("hint") + " " + ++number);
        html.append("</summary><p>" + Html.escape(hint) + "</p></details>");
      }
      html.append("</details>");
    }
    return html.append("</section>").toString();
  }

  /** Whether one more page may be told; if so, {@link #tell} follows. */
  synchronized boolean admit() {
    if (closed || pages >= MOST_PAGES) {
      return false;
    }
    pages++;
    return true;
  }

  /** Looks at the files from the first page on that is told of them. */
  private synchronized @Nullable Workbook open() {
    if (workbook == null && !closed) {
      workbook = Workbook.open(root);
    }
    return workbook;
  }

  /** Tells a page how its exercises are, again whenever that changes, until it is left. */
  void tell(HttpExchange exchange, Words words) throws IOException, InterruptedException {
    try {
      Workbook book = open();
      if (book == null) {
        return;
      }
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      String told = "";
      while (!Thread.currentThread().isInterrupted()) {
        Json json = new Json().open('[');
        for (Workbook.State state : book.states(words.language)) {
          json.open('{').put("id", state.id()).put("state", state.kind());
          json.put("text", state.text()).close('}');
        }
        String now = json.close(']').toString();
        BookServer.tell(out, now.equals(told) ? null : now);
        told = now;
        book.awaitChange();
      }
    } finally {
      synchronized (this) {
        pages--;
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (workbook != null) {
      workbook.close();
    }
  }
}
