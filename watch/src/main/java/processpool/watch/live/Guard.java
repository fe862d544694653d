package processpool.watch.live;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask for what. Whoever has the token is the user; but a page from elsewhere, shown by the
 * user's own browser, may make that browser ask, so a request must also prove where it comes from.
 */
public final class Guard {
  /** In which header a page that wants something done gives the token. */
  public static final String TOKEN_HEADER = "X-Pool-Token";

  private final String token = random();
  private final Set<String> hosts;

  /**
   * Guards one server, with a token of its own.
   *
   * @param port where the server listens, on 127.0.0.1
   */
  public Guard(int port) {
    this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
  }

  /**
   * Makes up what nobody guesses.
   *
   * @return 128 bits, in characters that an address may have
   */
  public static String random() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The token.
   *
   * @return what the path of each request begins with
   */
  public String token() {
    return token;
  }

  /**
   * Whether this server is meant: after DNS rebinding the browser believes that it is the
   * attacker's.
   *
   * @param exchange a request
   * @return whether it names this server as its host
   */
  public boolean isForUs(HttpExchange exchange) {
    String host = only(exchange.getRequestHeaders(), "Host");
    return host != null && hosts.contains(host);
  }

  /**
   * What is asked for, below the token.
   *
   * @param exchange a request
   * @return the rest of its path; null when the token is not ours
   */
  public @Nullable String asked(HttpExchange exchange) {
    String path = exchange.getRequestURI().getRawPath();
    int end = path == null ? -1 : path.indexOf('/', 1);
    if (path == null || end < 0 || !isToken(path.substring(1, end))) {
      return null;
    }
    return path.substring(end + 1);
  }

  /**
   * Whether our own page asks, as far as browsers say: those that say nothing are no browsers.
   *
   * @param exchange a request
   * @return whether nothing in it says that somebody else's page has made it
   */
  public boolean isFromOurPage(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    String site = headers.getFirst("Sec-Fetch-Site");
    boolean sameSite = site == null || site.equals("same-origin") || site.equals("none");
    return sameSite && (!headers.containsKey("Origin") || isOurOrigin(headers));
  }

  /**
   * Whether our own page wants something done: that it must prove.
   *
   * @param exchange a request
   * @return whether it has the token in its header, and our own origin
   */
  public boolean mayAct(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    String given = only(headers, TOKEN_HEADER);
    return isFromOurPage(exchange) && isOurOrigin(headers) && given != null && isToken(given);
  }

  private static boolean isOurOrigin(Headers headers) {
    String host = only(headers, "Host");
    String origin = only(headers, "Origin");
    return host != null && origin != null && origin.equals("http://" + host);
  }

  private boolean isToken(String given) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String only(Headers headers, String name) {
    List<String> all = headers.get(name);
    return all == null || all.size() != 1 ? null : all.get(0);
  }
}
