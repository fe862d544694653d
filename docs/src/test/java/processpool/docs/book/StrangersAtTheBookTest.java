package processpool.docs.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever is not the reader, at the book's own page, sees nothing and starts nothing. */
@Timeout(120)
class StrangersAtTheBookTest {
  private static final String RUN = "run?page=docs/en/close-join.html&program=join-too-early";

  private BookServer book;

  @BeforeEach
  void open() throws Exception {
    book = new BookServer(Path.of(".."), 0);
  }

  @AfterEach
  void nothingWasStarted() {
    assertThat(ProcessHandle.current().children().map(StrangersAtTheBookTest::command))
        .noneMatch(command -> command.contains("JoinTooEarly"));
    book.close();
  }

  private static String command(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  private String token() {
    return book.uri().getPath().replace("/", "");
  }

  private String own() {
    return "http://" + book.uri().getAuthority();
  }

  private String ask(String method, String path, String... headers) throws IOException {
    return askAs(book.uri().getAuthority(), method, path, headers);
  }

  private String askAs(String host, String method, String path, String... headers)
      throws IOException {
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (Socket socket = new Socket(here, book.uri().getPort())) {
      socket.setSoTimeout(60_000);
      String below = path.startsWith("/") ? path : book.uri().getPath() + path;
      String request = method + " " + below + " HTTP/1.1\r\nHost: " + host + "\r\n";
      request += headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      request +=
          (method.equals("POST") ? "Content-Length: 0\r\n" : "") + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  private String[] asThePage() {
    return new String[] {"Origin: " + own(), "X-Pool-Token: " + token()};
  }

  @Test
  void withoutTheTokenThereIsNothing() throws Exception {
    assertThat(status(ask("GET", ""))).isEqualTo(200);
    assertThat(token()).hasSizeGreaterThanOrEqualTo(22);
    for (String path : List.of("/", "/index.html", "/docs/en/why-pools.html", "/assets/book.js")) {
      assertThat(status(ask("GET", path))).as(path).isEqualTo(404);
    }
    assertThat(status(ask("POST", "/" + token().substring(1) + "/" + RUN, asThePage())))
        .isEqualTo(404);
    assertThat(status(ask("POST", RUN, "Origin: " + own()))).as("a form").isEqualTo(403);
    assertThat(status(ask("POST", RUN, "Origin: " + own(), "X-Pool-Token: x"))).isEqualTo(403);
  }

  @Test
  void whoComesByAnotherNameIsADnsRebinding() throws Exception {
    int port = book.uri().getPort();
    for (String host :
        List.of(
            "evil.example",
            "evil.example:" + port,
            "127.0.0.1",
            "127.0.0.1.evil.example:" + port)) {
      assertThat(status(askAs(host, "GET", "docs/en/why-pools.html"))).as(host).isEqualTo(404);
      String[] rebound = {"Origin: http://" + host, "X-Pool-Token: " + token()};
      assertThat(status(askAs(host, "POST", RUN, rebound))).as(host).isEqualTo(404);
    }
  }

  @Test
  void aPageFromElsewhereStartsNothingAndHearsNothing() throws Exception {
    String withToken = "X-Pool-Token: " + token();
    for (String origin : List.of("http://evil.example", "null", own() + ".evil.example")) {
      assertThat(status(ask("POST", RUN, "Origin: " + origin, withToken))).isEqualTo(403);
      assertThat(status(ask("GET", "exercises", "Origin: " + origin))).isEqualTo(403);
    }
    assertThat(status(ask("POST", RUN, withToken))).as("no origin").isEqualTo(403);
    String[] crossSite = {"Origin: " + own(), withToken, "Sec-Fetch-Site: cross-site"};
    assertThat(status(ask("POST", RUN, crossSite))).isEqualTo(403);
    for (String what : List.of("stop", "kill")) {
      String page = what + "?page=docs/en/close-join.html";
      assertThat(status(ask("POST", page, "Origin: http://evil.example"))).isEqualTo(403);
    }
    assertThat(status(ask("GET", RUN, asThePage()))).as("a link").isEqualTo(404);
    String preflight = ask("OPTIONS", RUN, "Origin: http://evil.example");
    assertThat(preflight).startsWith("HTTP/1.1 404").doesNotContainIgnoringCase("access-control");
  }

  @Test
  void onlyAProgramThatThePageShowsCanBeStarted() throws Exception {
    for (String what :
        List.of(
            "run?page=docs/en/sleep-wait.html&program=join-too-early",
            "run?page=docs/en/close-join.html&program=processpool.docs.JoinTooEarly",
            "run?page=docs/en/close-join.html&program=close-join-python",
            "run?page=docs/README.html&program=join-too-early",
            "run?page=../../close-join.md&program=join-too-early",
            "run?page=docs/en/close-join.html&program=",
            "run",
            "close")) {
      assertThat(status(ask("POST", what, asThePage()))).as(what).isEqualTo(404);
    }
  }

  @Test
  void theHeadersLetNobodyFrameCacheOrAddToThePages() throws Exception {
    assertThat(ask("GET", "docs/en/why-pools.html"))
        .containsIgnoringCase("content-security-policy: default-src 'none'; script-src 'self';")
        .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
        .containsIgnoringCase("x-frame-options: deny")
        .containsIgnoringCase("cache-control: no-store")
        .containsIgnoringCase("referrer-policy: no-referrer")
        .containsIgnoringCase("x-content-type-options: nosniff")
        .doesNotContain("unsafe-inline");
  }
}
