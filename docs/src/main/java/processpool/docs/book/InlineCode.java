package processpool.docs.book;

import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.Code;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/**
 * Code inside a sentence or a table. In a table it may break where Java does, or it takes the room
 * of the other columns. In a sentence what is longer than a line is no box of its own, which would
 * leave the full stop alone on the next line.
 */
final class InlineCode implements NodeRenderer {
  private static final int LINE = 50;
  private static final Pattern BREAK = Pattern.compile("(?<=[.(,])(?=[A-Za-z])|(?=::)");

  private final HtmlWriter html;

  InlineCode(HtmlWriter html) {
    this.html = html;
  }

  @Override
  public Set<Class<? extends Node>> getNodeTypes() {
    return Set.of(Code.class);
  }

  @Override
  public void render(Node node) {
    String code = ((Code) node).getLiteral();
    html.raw(code.length() > LINE ? "<code class=\"long\">" : "<code>");
    if (isInTable(node)) {
      String separator = "";
      for (String piece : BREAK.split(code, -1)) {
        html.raw(separator + Html.escape(piece));
        separator = "<wbr/>";
      }
    } else {
      html.text(code);
    }
    html.raw("</code>");
  }

  private static boolean isInTable(Node node) {
    for (Node around = node.getParent(); around != null; around = around.getParent()) {
      if (around instanceof TableCell) {
        return true;
      }
    }
    return false;
  }
}
