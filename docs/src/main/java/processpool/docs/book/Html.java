package processpool.docs.book;

/** Pieces of HTML. */
final class Html {
  private Html() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Code with a column of numbers beside it, which nobody copies along. */
  static String code(String text, String language, String name) {
    StringBuilder numbers = new StringBuilder();
    int lines = (int) text.lines().count();
    for (int i = 1; i <= lines; i++) {
      numbers.append(i).append('\n');
    }
    return "<figure class=\"code\">"
        + (name.isEmpty() ? "" : "<figcaption>" + escape(name) + "</figcaption>")
        + "<div class=\"lines\"><pre class=\"numbers\" aria-hidden=\"true\">"
        + numbers
        + "</pre><pre tabindex=\"0\"><code class=\"language-"
        + escape(language)
        + "\">"
        + escape(text)
        + "</code></pre></div></figure>";
  }

  /** What a file's text is, by the end of its name. */
  static String language(String name) {
    String end = name.substring(name.lastIndexOf('.') + 1);
    return switch (end) {
      case "java", "xml", "properties", "yaml" -> end;
      case "py" -> "python";
      default -> "plaintext";
    };
  }
}
