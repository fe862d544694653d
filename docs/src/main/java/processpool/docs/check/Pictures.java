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

  /** Drawn in both languages. */
  static final String SOURCES = "docs/pictures/source";

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
    Path folder = site.root.resolve(SOURCES);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(name -> name.toString().endsWith(".svg")).sorted().toList();
    }
  }

  /** Makes the pages' pictures, each with the words of one language. */
  static void write(Site site) throws IOException {
    for (Path file : pictures(site)) {
      String both = Files.readString(file);
      Files.createDirectories(chinese(file).resolveSibling(""));
      Files.writeString(english(file), PictureWords.english(both));
      Files.writeString(chinese(file), PictureWords.chinese(both));
    }
  }

  private static Path english(Path source) {
    return source.resolveSibling("..").normalize().resolve(source.getFileName());
  }

  private static Path chinese(Path source) {
    return source.resolveSibling("../zh").normalize().resolve(source.getFileName());
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

  /**
   * One title, in English, and what it says in Chinese behind it, as browsers show the first title
   * as a tip, whatever its language; and for each language a picture with its words.
   */
  private static void titles(Site site, Path file, String svg, List<String> problems)
      throws IOException {
    Matcher titles = PictureWords.TITLES.matcher(svg);
    if (!titles.find()) {
      problems.add(
          site.name(file)
              + ": needs a <title id=\"what\" lang=\"en\">, and below it a <desc lang=\"zh-CN\">");
      return;
    }
    if (titles.group(1).matches(".*\\p{IsHan}.*")) {
      problems.add(site.name(file) + ": Chinese in the English title: " + titles.group(1));
    }
    String inEnglish = PictureWords.english(svg);
    Matcher left =
        Pattern.compile(".*\\p{IsHan}.*")
            .matcher(PictureWords.TITLES.matcher(inEnglish).replaceFirst(""));
    if (left.find()) {
      problems.add(site.name(file) + ": Chinese without its English before it: " + left.group());
    }
    made(site, file, english(file), inEnglish, problems);
    made(site, file, chinese(file), PictureWords.chinese(svg), problems);
  }

  private static void made(Site site, Path source, Path made, String wanted, List<String> problems)
      throws IOException {
    if (!Files.exists(made) || !Files.readString(made).equals(wanted)) {
      problems.add(
          site.name(made) + ": is not what " + site.name(source) + " says; run StampTranslations");
    }
  }
}
