package processpool.docs.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One word for one thing in Chinese, wherever people read it: the table of {@code docs/zh/terms.md}
 * says which word, and which others are not to be used for it.
 */
final class Terms {
  private static final String LIST = "docs/zh/terms.md";

  /** Kinds of files whose Chinese somebody reads. */
  private static final List<String> READ =
      List.of(".java", ".properties", ".js", ".html", ".svg", ".md");

  /**
   * A row of the table.
   *
   * @param word what to write
   * @param english its English
   * @param others what not to write for it
   */
  record Term(String word, String english, List<String> others) {}

  private Terms() {}

  static List<String> check(Site site) throws IOException {
    List<Term> terms = read(site.root.resolve(LIST));
    List<String> problems = new ArrayList<>();
    if (terms.isEmpty()) {
      problems.add(LIST + ": has no table of four columns");
    }
    for (Path file : files(site)) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        String where = site.name(file) + ":" + (i + 1) + ": ";
        for (Term term : terms) {
          for (String other : term.others()) {
            if (lines.get(i).contains(other)) {
              problems.add(
                  where
                      + other
                      + " is not a word for "
                      + term.english()
                      + "; write "
                      + term.word());
            }
          }
        }
      }
    }
    return problems;
  }

  /** The rows of a table of four columns, without its head. */
  static List<Term> read(Path list) throws IOException {
    List<Term> terms = new ArrayList<>();
    boolean inTable = false;
    for (String line : Files.readAllLines(list)) {
      String[] cells = line.strip().split("\\|", -1);
      if (cells.length != 6) {
        inTable = false;
      } else if (cells[1].strip().matches("-+")) {
        inTable = true;
      } else if (inTable) {
        List<String> others =
            Stream.of(cells[3].split("、", -1))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
        terms.add(new Term(cells[1].strip(), cells[2].strip(), others));
      }
    }
    return terms;
  }

  private static List<Path> files(Site site) throws IOException {
    List<Path> folders = new ArrayList<>();
    folders.add(site.root.resolve("docs/zh"));
    folders.add(site.root.resolve("docs/pictures"));
    try (Stream<Path> modules = Files.list(site.root)) {
      for (Path module : modules.sorted().toList()) {
        folders.add(module.resolve("src/main"));
        folders.add(module.resolve("src/test/java/processpool").resolve(exercises(module)));
      }
    }
    List<Path> files = new ArrayList<>();
    for (Path front : List.of(site.root, site.root.resolve("docs"))) {
      files.add(front.resolve("README.zh-CN.md"));
    }
    folders.forEach(folder -> files.addAll(below(folder)));
    files.removeIf(file -> !Files.exists(file) || site.name(file).equals(LIST));
    return files;
  }

  /** Where the tests of a module's exercises speak Chinese: example1 of example1-sleep-wait. */
  private static String exercises(Path module) {
    return module.getFileName().toString().replaceFirst("-.*", "") + "/exercises";
  }

  private static List<Path> below(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> READ.stream().anyMatch(kind -> file.toString().endsWith(kind)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
