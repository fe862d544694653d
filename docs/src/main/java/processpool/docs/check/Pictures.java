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
  private static final Pattern TITLES =
      Pattern.compile(
          "<title id=\"what\" lang=\"en\">([^<]*)</title>(\\R)<desc lang=\"zh-CN\">([^<]*)</desc>");

  private Pictures() {}

  static List<String> check(Site site) throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path file : pictures(site)) {
      String svg = Files.readString(file);
      colours(site.name(file), svg, problems);
      titles(site, file, svg, problems);
    }
    return problems;
  }

  private static List<Path> pictures(Site site) throws IOException {
    Path folder = site.root.resolve("docs/pictures");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(name -> name.toString().endsWith(".svg")).sorted().toList();
    }
  }

  /** Makes the Chinese pages' pictures: the same, with the titles changed over. */
  static void writeTwins(Site site) throws IOException {
    for (Path file : pictures(site)) {
      Path twin = twin(file);
      Files.createDirectories(twin.resolveSibling(""));
      Files.writeString(twin, chinese(Files.readString(file)));
    }
  }

  private static Path twin(Path file) {
    return file.resolveSibling("zh").resolve(file.getFileName());
  }

  /** Browsers show the first title as a tip, whatever its language, so there is only one. */
  private static String chinese(String svg) {
    return TITLES
        .matcher(svg)
        .replaceFirst("<title id=\"what\" lang=\"zh-CN\">$3</title>$2<desc lang=\"en\">$1</desc>");
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

  /** One title, in English, what it says in Chinese behind it, and a twin for Chinese pages. */
  private static void titles(Site site, Path file, String svg, List<String> problems)
      throws IOException {
    Matcher titles = TITLES.matcher(svg);
    if (!titles.find()) {
      problems.add(
          site.name(file)
              + ": needs a <title id=\"what\" lang=\"en\">, and below it a <desc lang=\"zh-CN\">");
      return;
    }
    if (titles.group(1).matches(".*\\p{IsHan}.*")) {
      problems.add(site.name(file) + ": Chinese in the English title: " + titles.group(1));
    }
    Path twin = twin(file);
    if (!Files.exists(twin) || !Files.readString(twin).equals(chinese(svg))) {
      problems.add(site.name(twin) + ": is not " + site.name(file) + "; run StampTranslations");
    }
  }
}
