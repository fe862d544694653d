package processpool.docs.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What must hold of the pages, other than what they have in common. Each says what is wrong. */
final class Checks {
  private Checks() {}

  /** Code in a page is a region of a compiled, tested file, or of a Python program that is run. */
  static List<String> code(Site site) throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path file : site.chaptersAndFront()) {
      for (Page.Block block : Page.read(file).blocks) {
        String where = site.name(file) + ":" + block.line() + ": ";
        String source = block.attribute("file");
        if (!source.isEmpty()) {
          try {
            String real = Regions.read(site.root.resolve(source), block.attribute("region"));
            if (!real.equals(block.text())) {
              problems.add(where + "the code differs from " + source + "; run WriteDocs");
            }
          } catch (IOException e) {
            problems.add(where + e);
          }
        } else if (List.of("java", "python").contains(block.language())) {
          problems.add(where + "code without file=: nothing says that it compiles");
        } else if (block.attribute("output").isEmpty() && !block.info().isEmpty()) {
          problems.add(where + "neither code of a file nor output of a program: " + block.info());
        }
      }
    }
    return problems;
  }

  /** A block without a name is a command to type: what it names must exist. */
  static List<String> commands(Site site) throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path file : site.chaptersAndFront()) {
      for (Page.Block block : Page.read(file).blocks) {
        if (block.info().isEmpty()) {
          String where = site.name(file) + ":" + block.line() + ": ";
          block.text().lines().forEach(line -> command(site, line, where, problems));
        }
      }
    }
    return problems;
  }

  private static void command(Site site, String line, String where, List<String> problems) {
    List<String> words = List.of(line.strip().replace("\"", "").split(" +"));
    String first = words.get(0);
    if (!List.of(
            "mvn", "mvnw", "./mvnw", "java", "python3", "git", "keytool", "kill", "taskkill", "jfr")
        .contains(first)) {
      problems.add(where + "not a command that this check knows: " + line);
    }
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      Path needed = null;
      if (words.get(i - 1).equals("-pl")) {
        for (String module : word.split(",", -1)) {
          missing(site.root.resolve(module).resolve("pom.xml"), module, where, problems);
        }
      } else if (word.startsWith("-Dprogram=")) {
        String name = word.substring(10) + ".java";
        needed = site.root.resolve("docs/src/main/java/processpool/docs").resolve(name);
      } else if (word.endsWith(".py")) {
        needed = site.root.resolve(word);
      }
      if (needed != null) {
        missing(needed, word, where, problems);
      }
      if (word.startsWith("-D") && word.contains(".") && !line.contains("\"" + word + "\"")) {
        problems.add(where + "PowerShell splits this at its dot; put it in quotes: " + word);
      } else if (word.contains(",") && !line.contains(word + "\"")) {
        problems.add(where + "PowerShell splits this at its comma; put it in quotes: " + word);
      }
    }
  }

  private static void missing(Path needed, String word, String where, List<String> problems) {
    if (!Files.exists(needed)) {
      problems.add(where + "the command names what does not exist: " + word);
    }
  }

  /** Every link inside the repository leads somewhere, down to the heading. */
  static List<String> links(Site site) throws IOException {
    List<String> problems = new ArrayList<>();
    List<Path> files = new ArrayList<>(site.all());
    files.addAll(site.chapters());
    for (Path file : files) {
      Page page = Page.read(file);
      List<Page.Reference> references = new ArrayList<>(page.links);
      references.addAll(page.pictures);
      for (Page.Reference reference : references) {
        String to = reference.to();
        if (to.contains("://") || to.startsWith("mailto:")) {
          continue;
        }
        String[] parts = to.split("#", 2);
        Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
        String where = site.name(file) + ": ";
        if (!Files.exists(target)) {
          problems.add(where + "a link leads nowhere: " + to);
        } else if (parts.length == 2
            && target.toString().endsWith(".md")
            && !Page.read(target).hasAnchor(parts[1])) {
          problems.add(where + "a link leads to a heading that does not exist: " + to);
        }
      }
      for (Page.Reference picture : page.pictures) {
        if (picture.text().length() < 12) {
          problems.add(site.name(file) + ": a picture is not described: " + picture.to());
        }
      }
    }
    return problems;
  }

  /** Every page leads to its twin, its neighbours, its code and its test. */
  static List<String> ways(Site site) throws IOException {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < Site.ORDER.size(); i++) {
      String name = Site.ORDER.get(i);
      for (Path file : List.of(site.english(name), site.chinese(name))) {
        String where = site.name(file) + ": ";
        if (!Files.exists(file)) {
          problems.add(where + "the page is missing");
          continue;
        }
        List<String> to = Page.read(file).links.stream().map(Page.Reference::to).toList();
        String other = file.equals(site.english(name)) ? "../zh/" : "../en/";
        List<String> needed = new ArrayList<>(List.of(other + name));
        if (i > 0) {
          needed.add(Site.ORDER.get(i - 1));
        }
        if (i + 1 < Site.ORDER.size()) {
          needed.add(Site.ORDER.get(i + 1));
        }
        needed.stream()
            .filter(link -> !to.contains(link))
            .forEach(link -> problems.add(where + "does not lead to " + link));
        for (String part : List.of("/src/main/", "/src/test/")) {
          if (to.stream().noneMatch(link -> link.contains(part))) {
            problems.add(where + "leads to nothing under " + part);
          }
        }
      }
    }
    return problems;
  }
}
