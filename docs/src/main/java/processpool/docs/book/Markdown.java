package processpool.docs.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;
import processpool.docs.check.Facts;
import processpool.docs.check.Page;

/**
 * Makes HTML of a Markdown page. Links that lead to files of the repository lead to their pages.
 */
final class Markdown {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

  /**
   * A piece of a page that a search finds.
   *
   * @param anchor of its heading
   * @param heading its words
   * @param text all that follows, up to the next heading
   */
  record Section(String anchor, String heading, String text) {}

  /**
   * A page.
   *
   * @param title its first heading
   * @param html what is below the page's own links to others
   * @param sections what it says, as text
   */
  record Rendered(String title, String html, List<Section> sections) {}

  private final Path root;
  private final Words words;

  Markdown(Path root, Words words) {
    this.root = root;
    this.words = words;
  }

  Rendered render(Path file) throws IOException {
    Node document = PARSER.parse(Files.readString(file).replace("\r\n", "\n"));
    List<Page.Heading> headings = Page.read(file).headings;
    IdentityHashMap<Node, String> anchors = new IdentityHashMap<>();
    tidy(document, file, headings, anchors);
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .attributeProviderFactory(
                context ->
                    (node, tag, attributes) -> {
                      if (anchors.containsKey(node)) {
                        attributes.put("id", anchors.get(node));
                      } else if (node instanceof Image) {
                        attributes.put("loading", "lazy");
                      }
                    })
            .nodeRendererFactory(context -> new Blocks(context.getWriter()))
            .nodeRendererFactory(context -> new InlineCode(context.getWriter()))
            .build();
    String title = headings.isEmpty() ? file.getFileName().toString() : headings.get(0).text();
    return new Rendered(title, renderer.render(document), sections(document, title, anchors));
  }

  static String title(Path file) throws IOException {
    return Page.read(file).headings.get(0).text();
  }

  /** An anchor that is the same in both languages. */
  static String anchor(Page.Heading heading) {
    return heading.anchor().isEmpty() ? heading.slug() : heading.anchor();
  }

  private void tidy(
      Node document,
      Path file,
      List<Page.Heading> headings,
      IdentityHashMap<Node, String> anchors) {
    List<Node> superfluous = new ArrayList<>();
    List<Link> nowhere = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            anchors.put(heading, anchor(headings.get(anchors.size())));
            visitChildren(heading);
          }

          @Override
          public void visit(Paragraph paragraph) {
            if (isOnlyForTheForge(paragraph)) {
              superfluous.add(paragraph);
            }
            visitChildren(paragraph);
          }

          @Override
          public void visit(HtmlBlock block) {
            if (block.getLiteral().startsWith("<!--")) {
              superfluous.add(block);
            } else if (block.getLiteral().startsWith("<details>")) {
              String asks = "<details class=\"question\" data-program=\"" + program(block) + "\">";
              block.setLiteral(block.getLiteral().replace("<details>", asks));
            }
          }

          @Override
          public void visit(Link link) {
            String to = destination(file, link.getDestination());
            link.setDestination(to);
            if (to.isEmpty()) {
              nowhere.add(link);
            }
            visitChildren(link);
          }

          @Override
          public void visit(SoftLineBreak end) {
            Node before = end.getPrevious();
            Node after = end.getNext();
            if (before != null
                && after != null
                && LineEnds.joins(wordsOf(before), wordsOf(after))) {
              superfluous.add(end);
            }
          }
        });
    superfluous.forEach(Node::unlink);
    for (Link link : nowhere) { // its words stay
      while (link.getFirstChild() != null) {
        link.insertBefore(link.getFirstChild());
      }
      link.unlink();
    }
  }

  /** Whose run answers a question, or empty. */
  private static String program(HtmlBlock question) {
    for (Node node = question.getNext(); node != null; node = node.getNext()) {
      if (node instanceof HtmlBlock block) {
        Matcher fact = Facts.FACT.matcher(block.getLiteral());
        if (fact.find()) {
          return fact.group(1);
        } else if (block.getLiteral().startsWith("</details>")) {
          break;
        }
      }
    }
    return "";
  }

  /** Anchors and stamps, and the line that leads to other pages: the book has both elsewhere. */
  private static boolean isOnlyForTheForge(Paragraph paragraph) {
    boolean tags = true;
    for (Node in = paragraph.getFirstChild(); in != null; in = in.getNext()) {
      tags &= in instanceof HtmlInline;
    }
    Node before = paragraph.getPrevious();
    boolean leads =
        before instanceof Heading heading
            && heading.getLevel() == 1
            && paragraph.getFirstChild() instanceof Link link
            && link.getDestination().matches("(\\.\\./)?README(\\.zh-CN)?\\.(md|html)");
    return tags || leads;
  }

  /** Where a link leads in the book: to a page, to the page of a source file, or outside. */
  private String destination(Path file, String to) {
    if (to.contains("://") || to.startsWith("mailto:")) {
      return to;
    }
    String[] parts = to.split("#", 2);
    Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
    if (!target.startsWith(root) || !Files.isRegularFile(target)) {
      return "";
    }
    String path = parts[0].isEmpty() ? "" : Library.htmlOf(parts[0]);
    return parts.length == 1 ? path : path + "#" + canonical(target, parts[1]);
  }

  private static String canonical(Path target, String fragment) {
    try {
      return Page.read(target).headings.stream()
          .filter(heading -> heading.slug().equals(fragment))
          .map(Markdown::anchor)
          .findFirst()
          .orElse(fragment);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Section> sections(
      Node document, String title, IdentityHashMap<Node, String> anchors) {
    List<Section> sections = new ArrayList<>();
    String anchor = "";
    String heading = title;
    StringBuilder text = new StringBuilder();
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading) {
        sections.add(new Section(anchor, heading, text.toString()));
        anchor = anchors.getOrDefault(node, "");
        heading = wordsOf(node).strip();
        text.setLength(0);
      } else if (!(node instanceof HtmlBlock)) {
        text.append(wordsOf(node)).append('\n');
      }
    }
    sections.add(new Section(anchor, heading, text.toString()));
    sections.removeIf(section -> section.anchor().isEmpty());
    return sections;
  }

  /** What a reader reads, without where links lead. */
  private static String wordsOf(Node node) {
    StringBuilder words = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text text) {
            words.append(text.getLiteral());
          }

          @Override
          public void visit(Code code) {
            words.append(code.getLiteral());
          }

          @Override
          public void visit(FencedCodeBlock block) {
            words.append(block.getLiteral());
          }

          @Override
          public void visit(SoftLineBreak end) {
            words.append(' ');
          }

          @Override
          public void visit(Paragraph paragraph) {
            visitChildren(paragraph);
            words.append(' ');
          }

          @Override
          public void visit(CustomNode cell) { // of a table
            visitChildren(cell);
            words.append(' ');
          }
        });
    return words.toString();
  }

  /**
   * Code with the numbers of its lines, commands, and outputs with the program that they are of.
   */
  private final class Blocks implements NodeRenderer {
    private final HtmlWriter html;

    Blocks(HtmlWriter html) {
      this.html = html;
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(FencedCodeBlock.class);
    }

    @Override
    public void render(Node node) {
      FencedCodeBlock block = (FencedCodeBlock) node;
      Map<String, String> attributes = new HashMap<>();
      String[] info = block.getInfo().strip().split(" ", -1);
      for (String word : info) {
        int at = word.indexOf('=');
        attributes.put(at < 0 ? "" : word.substring(0, at), word.substring(at + 1));
      }
      html.line();
      if (attributes.containsKey("output")) {
        String id = Html.escape(attributes.getOrDefault("output", ""));
        html.raw("<figure class=\"output\" data-program=\"" + id + "\">");
        html.raw("<figcaption>" + words.html("output") + "</figcaption>");
        // Long lines are whole on the page, unless they are a table's.
        String output =
            Html.escape(block.getLiteral())
                .replaceAll("(?m)^(?!.*\\S  ).{60,}$", "<span>$0</span>");
        html.raw("<pre><code>" + output + "</code></pre></figure>");
      } else if (info[0].isEmpty()) {
        String command = Html.escape(block.getLiteral()).replaceAll("\\S+", "<span>$0</span>");
        html.raw("<figure class=\"command\"><pre><code>" + command + "</code></pre></figure>");
      } else {
        String name = attributes.getOrDefault("file", "");
        name = name.substring(name.lastIndexOf('/') + 1);
        html.raw(Html.code(block.getLiteral(), info[0], name));
      }
      html.line();
    }
  }
}
