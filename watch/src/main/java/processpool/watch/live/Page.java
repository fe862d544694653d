package processpool.watch.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The page as it is sent: one text, made of three files. */
final class Page {
  private Page() {}

  /** One script, one style, both of this answer; requests to where it came from; nothing else. */
  static String policy(String nonce) {
    return "default-src 'none'; script-src 'nonce-"
        + nonce
        + "'; style-src 'nonce-"
        + nonce
        + "'; connect-src 'self'; base-uri 'none'; form-action 'none'";
  }

  static String html(String nonce) {
    return resource("page.html")
        .replace("/*page.css*/", resource("page.css"))
        .replace("/*page.js*/", resource("page.js"))
        .replace("NONCE", nonce);
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream("/processpool/watch/" + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "the jar of module watch is incomplete: it lacks /processpool/watch/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read /processpool/watch/" + name, e);
    }
  }
}
