package processpool.docs.book;

import java.nio.charset.StandardCharsets;

/** Something that the book consists of, as it is sent. */
final class Content {
  static final String HTML = "text/html; charset=utf-8";

  private final String type;
  private final byte[] bytes;

  /**
   * Some content.
   *
   * @param type as HTTP says it
   * @param bytes what is sent; not copied
   */
  Content(String type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  static Content text(String type, String text) {
    return new Content(type, text.getBytes(StandardCharsets.UTF_8));
  }

  String type() {
    return type;
  }

  byte[] bytes() {
    return bytes;
  }

  /** By the end of a file's name. */
  static String typeOf(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> HTML;
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "json" -> "application/json; charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      default -> "application/octet-stream";
    };
  }
}
