package processpool.docs.book;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What stands around each page: the way to all others, the search, and the other language. */
final class Layout {
  /** For both ways of reading: nothing from elsewhere, and no script but the book's files. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'";

  private final Library library;
  private final boolean live;

  /**
   * A layout.
   *
   * @param live whether programs can be run; otherwise recorded runs are played back
   */
  Layout(Library library, boolean live) {
    this.library = library;
    this.live = live;
  }

  /**
   * A whole page.
   *
   * @param file where it comes from
   * @param main its article
   * @param beside what stands beside that, or empty
   */
  String page(Path file, Markdown.Rendered main, String beside) throws IOException {
    Words words = library.wordsOf(file);
    String path = library.pathOf(file);
    String up = "../".repeat((int) path.chars().filter(c -> c == '/').count());
    StringBuilder html = new StringBuilder("<!DOCTYPE html>\n");
    html.append("<html lang=\"" + words.tag() + "\" data-root=\"" + up + "\" data-mode=\"");
    html.append(live ? "live" : "recorded").append("\"><head><meta charset=\"utf-8\"/>");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
    html.append("<meta name=\"color-scheme\" content=\"light dark\"/>");
    html.append("<title>" + Html.escape(main.title()) + " – " + words.html("book") + "</title>");
    html.append("<link rel=\"stylesheet\" href=\"" + up + "assets/book.css\"/>");
    html.append("<link rel=\"icon\" href=\"" + up + "assets/icon.svg\"/>");
    for (String script : List.of("highlight.min", "book", "search", "stage", "exercises")) {
      html.append("<script src=\"" + up + "assets/" + script + ".js\" defer=\"defer\"></script>");
    }
    html.append("</head><body" + (beside.isEmpty() ? "" : " class=\"staged\"") + ">");
    html.append("<a class=\"skip\" href=\"#main\">" + words.html("skip") + "</a>");
    html.append(header(file, up, words));
    html.append("<nav id=\"pages\" aria-label=\"" + words.html("contents") + "\">");
    html.append(sidebar(file, up, words, main)).append("</nav>");
    html.append("<main id=\"main\"><article>").append(main.html()).append("</article>");
    html.append(turn(file, up, words)).append("</main>");
    html.append(beside);
    html.append("<script type=\"application/json\" id=\"words\">" + words.json() + "</script>");
    return html.append("</body></html>\n").toString();
  }

  private String header(Path file, String up, Words words) {
    StringBuilder html = new StringBuilder("<header><button type=\"button\" id=\"menu\"");
    html.append(" aria-expanded=\"false\" aria-controls=\"pages\" hidden=\"hidden\">☰");
    html.append("<span class=\"unseen\"> " + words.html("contents") + "</span></button>");
    html.append("<a id=\"home\" href=\"" + up + library.pathOf(library.contents(words)) + "\">");
    html.append(words.html("book") + "</a>");
    html.append("<form id=\"search\" role=\"search\" hidden=\"hidden\"><input type=\"search\"");
    html.append(" autocomplete=\"off\" placeholder=\"" + words.html("search") + "\" aria-label=\"");
    html.append(words.html("search") + "\" aria-controls=\"found\"/>");
    html.append("<div id=\"found\" hidden=\"hidden\"></div></form><div id=\"ways\">");
    html.append("<button type=\"button\" id=\"scheme\" hidden=\"hidden\"></button>");
    Path twin = library.twinOf(file);
    if (twin != null) {
      String to = up + library.pathOf(twin);
      Words other = words.other();
      html.append("<a id=\"language\" hreflang=\"" + other.tag() + "\" lang=\"" + other.tag());
      html.append("\" href=\"" + Html.escape(to) + "\">" + other.html("name") + "</a>");
    }
    return html.append("</div></header>").toString();
  }

  private String sidebar(Path file, String up, Words words, Markdown.Rendered main)
      throws IOException {
    StringBuilder html = new StringBuilder("<ol>");
    for (String name : Library.ORDER) {
      Path page = library.page(name, words);
      boolean here = page.equals(file);
      html.append("<li><a href=\"" + up + library.pathOf(page) + "\"");
      html.append(here ? " aria-current=\"page\">" : ">");
      html.append(Html.escape(Markdown.title(page))).append("</a>");
      if (here && main.sections().size() > 1) {
        html.append("<ul>");
        for (Markdown.Section section : main.sections().subList(1, main.sections().size())) {
          html.append("<li><a href=\"#" + Html.escape(section.anchor()) + "\">");
          html.append(Html.escape(section.heading())).append("</a></li>");
        }
        html.append("</ul>");
      }
      html.append("</li>");
    }
    String project = words == Words.ENGLISH ? "README.html" : "README.zh-CN.html";
    html.append("</ol><p><a href=\"" + up + project + "\">" + words.html("project"));
    return html.append("</a></p>").toString();
  }

  private String turn(Path file, String up, Words words) throws IOException {
    int place = library.placeOf(file);
    if (place < 0) {
      return "";
    }
    StringBuilder html = new StringBuilder("<nav id=\"turn\">");
    for (int step : new int[] {-1, 1}) {
      if (place + step >= 0 && place + step < Library.ORDER.size()) {
        Path to = library.page(Library.ORDER.get(place + step), words);
        String key = step < 0 ? "previous" : "next";
        html.append("<a rel=\"" + (step < 0 ? "prev" : "next") + "\" href=\"" + up);
        html.append(library.pathOf(to) + "\"><small>" + words.html(key) + "</small> ");
        html.append(Html.escape(Markdown.title(to)) + "</a>");
      }
    }
    return html.append("</nav>").toString();
  }
}
