package processpool.docs.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import processpool.watch.live.Json;

/** All that a browser may ask the book for, by its path. Pages are made anew for each who asks. */
final class Pages {
  private static final String ICON =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"><g fill=\"#1f6feb\"><rect"
          + " y=\"2\" width=\"9\" height=\"3\" rx=\"1\"/><rect y=\"6.5\" width=\"16\" height=\"3\""
          + " rx=\"1\"/><rect y=\"11\" width=\"12\" height=\"3\" rx=\"1\"/></g></svg>\n";

  private final Library library;
  private final Layout layout;
  private final Set<String> assets = Set.copyOf(Assets.names());

  Pages(Library library, boolean live) {
    this.library = library;
    this.layout = new Layout(library, live);
  }

  Library library() {
    return library;
  }

  Set<String> paths() {
    Set<String> paths = new TreeSet<>(library.files().keySet());
    assets.forEach(name -> paths.add("assets/" + name));
    paths.addAll(List.of("index.html", "assets/icon.svg", "assets/search.json"));
    return paths;
  }

  Optional<Content> find(String path) throws IOException {
    Path file = library.files().get(path);
    if (file != null) {
      return Optional.of(
          !path.endsWith(".html")
              ? new Content(Content.typeOf(path), Files.readAllBytes(file))
              : Content.text(Content.HTML, page(file)));
    }
    if (path.startsWith("assets/") && assets.contains(path.substring(7))) {
      return Optional.of(Assets.read(path.substring(7)));
    }
    return switch (path) {
      case "index.html" -> Optional.of(Content.text(Content.HTML, front()));
      case "assets/icon.svg" -> Optional.of(Content.text("image/svg+xml", ICON));
      case "assets/search.json" -> Optional.of(Content.text(Content.typeOf(path), search()));
      default -> Optional.empty();
    };
  }

  private String page(Path file) throws IOException {
    Words words = library.wordsOf(file);
    if (file.toString().endsWith(".md")) {
      Markdown.Rendered page = new Markdown(library.root, words).render(file);
      boolean teaches = library.placeOf(file) >= 0;
      List<Program> programs = teaches ? Program.of(library.root, file) : List.of();
      String exercises = teaches ? Exercises.html(file, words) : "";
      Markdown.Rendered whole =
          new Markdown.Rendered(page.title(), page.html() + exercises, page.sections());
      return layout.page(file, whole, Stage.html(library.root, programs, words));
    }
    String name = file.getFileName().toString();
    String code = Html.code(Files.readString(file), Html.language(name), name);
    String html = "<h1>" + Html.escape(name) + "</h1>\n" + code;
    return layout.page(file, new Markdown.Rendered(name, html, List.of()), "");
  }

  /** Leads to the contents in either language; the script takes the reader's own. */
  private String front() {
    StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head>");
    html.append("<meta charset=\"utf-8\"/><title>" + Words.ENGLISH.html("book") + "</title>");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
    html.append("<link rel=\"stylesheet\" href=\"assets/book.css\"/>");
    html.append("<script src=\"assets/book.js\" defer=\"defer\"></script></head>");
    html.append("<body class=\"front\"><main>");
    for (Words words : List.of(Words.ENGLISH, Words.CHINESE)) {
      String to = library.pathOf(library.contents(words));
      html.append("<p><a lang=\"" + words.tag() + "\" href=\"" + to + "\">");
      html.append(words.html("book") + "</a></p>");
    }
    return html.append("</main></body></html>\n").toString();
  }

  /** Each section of each page that teaches, for the search. */
  private String search() throws IOException {
    Json json = new Json().open('[');
    for (Words words : List.of(Words.ENGLISH, Words.CHINESE)) {
      for (String name : Library.ORDER) {
        Path file = library.page(name, words);
        Markdown.Rendered page = new Markdown(library.root, words).render(file);
        for (Markdown.Section section : page.sections()) {
          json.open('{').put("language", words.language).put("page", page.title());
          json.put("to", library.pathOf(file) + "#" + section.anchor());
          json.put("heading", section.heading()).put("text", section.text()).close('}');
        }
      }
    }
    return json.close(']').toString();
  }
}
