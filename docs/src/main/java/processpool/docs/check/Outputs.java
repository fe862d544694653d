package processpool.docs.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the pages show as output is what the programs print. */
final class Outputs {
  private Outputs() {}

  /** Which scenarios the pages show. */
  static List<String> shown(Site site) throws IOException {
    List<String> ids = new ArrayList<>();
    for (Path file : site.chapters()) {
      Page.read(file).blocks.stream()
          .map(block -> block.attribute("output"))
          .filter(id -> !id.isEmpty() && !ids.contains(id))
          .forEach(ids::add);
    }
    return ids;
  }

  /** Compares a real output with each block that shows it. */
  static List<String> compare(Site site, Scenario scenario, String real) throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path file : site.chapters()) {
      for (Page.Block block : Page.read(file).blocks) {
        if (block.attribute("output").equals(scenario.id())
            && !scenario.masked(block.text()).equals(scenario.masked(real))) {
          problems.add(
              site.name(file)
                  + ":"
                  + block.line()
                  + ": the program prints something else; run WriteDocs. It printed:\n"
                  + real);
        }
      }
    }
    return problems;
  }

  /**
   * A Python program prints what the Java one does, line for line; the Java one may show more, such
   * as methods that Python does not have.
   */
  static List<String> python(Scenario python, String itsOutput, Scenario java, String javaOutput) {
    List<String> wanted = new ArrayList<>(java.masked(javaOutput));
    List<String> problems = new ArrayList<>();
    for (String line : python.masked(itsOutput)) {
      if (!wanted.remove(line)) {
        problems.add(
            python.program() + " prints a line that " + java.program() + " does not: " + line);
      }
    }
    if (java.sideBySide() && !wanted.isEmpty()) {
      problems.add(
          java.program() + " prints lines that " + python.program() + " does not: " + wanted);
    }
    return problems;
  }
}
