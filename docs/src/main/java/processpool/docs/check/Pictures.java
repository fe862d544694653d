package processpool.docs.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What must hold of the pictures, so that every viewer shows them and every reader can read them.
 */
final class Pictures {
  private static final Pattern VARIABLE = Pattern.compile("([a-z-]+): var\\(");
  private static final Pattern TITLE = Pattern.compile("<title([^>]*)>([^<]*)</title>");

  private Pictures() {}

  static List<String> check(Site site) throws IOException {
    List<String> problems = new ArrayList<>();
    try (Stream<Path> files = Files.list(site.root.resolve("docs/pictures"))) {
      for (Path file : files.filter(name -> name.toString().endsWith(".svg")).sorted().toList()) {
        String svg = Files.readString(file);
        colours(site.name(file), svg, problems);
        titles(site.name(file), svg, problems);
      }
    }
    return problems;
  }

  /** A viewer that knows no variables draws black what has no plain colour before. */
  private static void colours(String name, String svg, List<String> problems) {
    Matcher variable = VARIABLE.matcher(svg);
    while (variable.find()) {
      String before = svg.substring(0, variable.start());
      if (!before.matches("(?s).*\\b" + variable.group(1) + ": #[0-9a-f]{6};\\s+")) {
        problems.add(name + ": no plain colour before " + variable.group() + "…)");
      }
    }
  }

  /** The picture's own titles, not those of its parts, which have no language. */
  private static void titles(String name, String svg, List<String> problems) {
    List<String> languages = new ArrayList<>();
    Matcher title = TITLE.matcher(svg);
    while (title.find()) {
      if (title.group(1).contains("lang=\"en\"")) {
        languages.add("en");
        if (title.group(2).matches(".*\\p{IsHan}.*")) {
          problems.add(name + ": Chinese in the English title: " + title.group(2));
        }
      } else if (title.group(1).contains("lang=\"zh-CN\"")) {
        languages.add("zh-CN");
      }
    }
    if (!languages.equals(List.of("en", "zh-CN"))) {
      problems.add(name + ": needs a title in English and one in Chinese, and has " + languages);
    }
  }
}
