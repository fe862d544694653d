package processpool.docs.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;
import processpool.docs.check.Scenario;

/**
 * A program that a page shows by its output, or by the picture of its run, and that the reader may
 * run.
 *
 * @param scenario how it is started
 * @param title what the page says of it: the words in bold before it, or else the heading
 * @param source its file, by the name that it has in the repository
 */
record Program(Scenario scenario, String title, String source) {
  private static final Parser PARSER = Parser.builder().build();
  private static final TextContentRenderer TEXT = TextContentRenderer.builder().build();

  String id() {
    return scenario.id();
  }

  /** Those of a page, in its order; the first is what the page is about. */
  static List<Program> of(Path root, Path page) throws IOException {
    List<Program> programs = new ArrayList<>();
    String title = "";
    Node document = PARSER.parse(Files.readString(page));
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading) {
        title = TEXT.render(node).strip();
      } else if (node instanceof Paragraph
          && node.getFirstChild() instanceof StrongEmphasis strong) {
        title = TEXT.render(strong).strip().replaceAll("[.。：:]$", "");
      }
      Optional<Scenario> shown = shown(node);
      boolean known =
          shown.isEmpty() || programs.stream().anyMatch(p -> p.scenario.equals(shown.get()));
      if (!known && !shown.get().python()) {
        String source = source(root, shown.get().program());
        programs.add(new Program(shown.get(), title, source));
      }
    }
    return programs;
  }

  private static Optional<Scenario> shown(Node node) {
    if (node instanceof FencedCodeBlock block && block.getInfo().contains("output=")) {
      return Scenario.of(block.getInfo().strip().replaceFirst(".*output=", ""));
    }
    if (node instanceof Paragraph && node.getFirstChild() instanceof Image image) {
      String name = image.getDestination().replaceFirst(".*/", "");
      return Scenario.ALL.stream().filter(one -> one.picture().equals(name)).findFirst();
    }
    return Optional.empty();
  }

  private static String source(Path root, String className) throws IOException {
    String file = "src/main/java/" + className.replace('.', '/') + ".java";
    for (String module :
        List.of("docs", "example1-sleep-wait", "example2-close-join", "example3-get-results")) {
      if (Files.exists(root.resolve(module).resolve(file))) {
        return module + "/" + file;
      }
    }
    throw new IOException("a program without a source: " + className);
  }
}
