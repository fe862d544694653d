package processpool.docs.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What stands beside a page's text: its programs, and what they do when they run. */
final class Stage {
  private Stage() {}

  static String html(Path root, List<Program> programs, Words words) throws IOException {
    if (programs.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<aside id=\"stage\" aria-labelledby=\"stage-title\">");
    html.append("<h2 id=\"stage-title\">").append(words.html("program")).append("</h2>");
    html.append("<div id=\"tries\" role=\"group\" aria-label=\"" + words.html("tries") + "\">");
    for (Program program : programs) {
      boolean first = program.equals(programs.get(0));
      html.append("<button type=\"button\" hidden=\"hidden\" data-program=\"");
      html.append(Html.escape(program.id())).append("\" data-source=\"");
      html.append(Html.escape(program.source())).append("\" aria-pressed=\"" + first + "\">");
      html.append(Html.escape(first ? simpleName(program.source()) : program.title()));
      html.append("</button>");
    }
    html.append("</div>");
    html.append("<div id=\"ask\" hidden=\"hidden\"><label for=\"expected\"></label>");
    html.append("<input id=\"expected\" autocomplete=\"off\"/></div>");
    html.append("<div id=\"controls\" hidden=\"hidden\">");
    for (String name : List.of("run", "stop", "kill")) {
      html.append("<button type=\"button\" id=\"" + name + "\">" + words.html(name) + "</button>");
    }
    html.append("<span id=\"state\" role=\"status\"></span></div>");
    html.append("<div id=\"came\" hidden=\"hidden\"></div>");
    html.append("<pre id=\"printed\" role=\"log\" tabindex=\"0\" hidden=\"hidden\" aria-label=\"");
    html.append(words.html("output")).append("\"></pre>");
    html.append("<div id=\"live\"></div>");
    Set<String> sources = new LinkedHashSet<>();
    programs.forEach(program -> sources.add(program.source()));
    boolean first = true;
    for (String source : sources) {
      html.append("<div class=\"source\" data-source=\"" + Html.escape(source) + "\"");
      html.append(first ? ">" : " hidden=\"hidden\">");
      String code = Files.readString(root.resolve(source)).replace("\r\n", "\n");
      html.append(Html.code(code, "java", simpleName(source) + ".java")).append("</div>");
      first = false;
    }
    return html.append("</aside>").toString();
  }

  private static String simpleName(String source) {
    return source.substring(source.lastIndexOf('/') + 1).replace(".java", "");
  }
}
