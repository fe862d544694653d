package processpool.docs.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** One Markdown page, taken apart. */
public final class Page {
  private static final Parser PARSER =
      Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();
  private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");
  private static final Pattern STAMP = Pattern.compile("<!-- en ([0-9a-f]{8}) -->");

  /**
   * A heading and what is said of it on the line above.
   *
   * @param level 1 to 6
   * @param text its words
   * @param slug the anchor that a forge makes of it
   * @param anchor the anchor given by hand, or empty
   * @param stamp the hash of the English section that this one reflects, or empty
   * @param hash that of this section's own words, without its code
   */
  public record Heading(
      int level, String text, String slug, String anchor, String stamp, String hash) {}

  /**
   * A fenced block.
   *
   * @param info its whole info string
   * @param text what is in it
   * @param line where it begins, from 1
   */
  public record Block(String info, String text, int line) {
    public String language() {
      return info.split(" ", 2)[0];
    }

    /** An attribute such as {@code file=…}, or an empty string. */
    public String attribute(String name) {
      for (String word : info.split(" ", -1)) {
        if (word.startsWith(name + "=")) {
          return word.substring(name.length() + 1);
        }
      }
      return "";
    }
  }

  /**
   * A link or a picture.
   *
   * @param to where it leads
   * @param text its words; a picture's description
   */
  record Reference(String to, String text) {}

  final Path file;
  public final List<Heading> headings = new ArrayList<>();
  public final List<Block> blocks = new ArrayList<>();
  final List<Reference> links = new ArrayList<>();
  final List<Reference> pictures = new ArrayList<>();

  /** What stands in the text as code. */
  final List<String> codes = new ArrayList<>();

  private Page(Path file) {
    this.file = file;
  }

  public static Page read(Path file) throws IOException {
    Page page = new Page(file);
    String source = Files.readString(file).replace("\r\n", "\n");
    page.take(PARSER.parse(source), List.of(source.split("\n", -1)));
    return page;
  }

  private void take(Node document, List<String> lines) {
    List<Node> nodes = new ArrayList<>();
    boolean[] fenced = new boolean[lines.size()];
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(org.commonmark.node.Heading heading) {
            nodes.add(heading);
            visitChildren(heading);
          }

          @Override
          public void visit(FencedCodeBlock block) {
            blocks.add(
                new Block(block.getInfo().strip(), block.getLiteral(), firstLine(block) + 1));
            block.getSourceSpans().forEach(span -> fenced[span.getLineIndex()] = true);
          }

          @Override
          public void visit(Link link) {
            links.add(new Reference(link.getDestination(), words(link)));
            visitChildren(link);
          }

          @Override
          public void visit(Image image) {
            pictures.add(new Reference(image.getDestination(), words(image)));
          }

          @Override
          public void visit(Code code) {
            codes.add(code.getLiteral());
          }
        });
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      int from = firstLine(node);
      int to = i + 1 < nodes.size() ? firstLine(nodes.get(i + 1)) : lines.size();
      StringBuilder section = new StringBuilder();
      boolean written = false; // by a program, into both languages
      for (int line = from; line < to; line++) {
        written &= !lines.get(Math.max(0, line - 1)).matches("<!-- .* end -->");
        written |= lines.get(line).matches("<!-- .* begin -->");
        if (!written && !fenced[line] && !ANCHOR.matcher(lines.get(line)).lookingAt()) {
          section.append(lines.get(line)).append(' ');
        }
      }
      String above = above(node);
      String slug = slug(words(node));
      int times = seen.merge(slug, 1, Integer::sum);
      headings.add(
          new Heading(
              ((org.commonmark.node.Heading) node).getLevel(),
              words(node),
              times == 1 ? slug : slug + "-" + (times - 1),
              find(ANCHOR, above),
              find(STAMP, above),
              hash(section.toString())));
    }
  }

  private static int firstLine(Node node) {
    return node.getSourceSpans().get(0).getLineIndex();
  }

  /** The tags in the paragraph before a heading. */
  private static String above(Node heading) {
    StringBuilder tags = new StringBuilder();
    Node before = heading.getPrevious();
    for (Node in = before == null ? null : before.getFirstChild(); in != null; in = in.getNext()) {
      if (in instanceof HtmlInline tag) {
        tags.append(tag.getLiteral());
      }
    }
    return tags.toString();
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String words(Node node) {
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
        });
    return words.toString();
  }

  /** As GitHub makes an anchor of a heading. */
  static String slug(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}\\p{M}_ -]", "")
        .replace(' ', '-');
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.strip().replaceAll("\\s+", " ").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  boolean hasAnchor(String name) {
    return headings.stream().anyMatch(h -> h.slug().equals(name) || h.anchor().equals(name));
  }
}
