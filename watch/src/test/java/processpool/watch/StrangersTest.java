package processpool.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;

/** Whoever is not the user, at the user's own page, sees nothing and does nothing. */
@Timeout(120)
class StrangersTest {
  private final ProcessPool pool = new ProcessPool(1);
  private LivePage page;
  private long worker;

  @BeforeEach
  void serve() throws Exception {
    pool.apply(() -> 1);
    worker = pool.workerPids().get(0);
    page = LivePage.serve(pool);
  }

  @AfterEach
  void end() throws Exception {
    assertThat(pool.workerPids()).as("whatever was tried").containsExactly(worker);
    assertThat(pool.stats().deaths()).isZero();
    assertThat(pool.stats().processes()).isEqualTo(1);
    assertThat(get("").status()).isEqualTo(200);
    page.close();
    pool.terminate();
    pool.join();
  }

  private Request get(String path) {
    return Request.of(page.uri(), "GET", path);
  }

  private Request kill() {
    return Request.of(page.uri(), "POST", "kill?pid=" + worker);
  }

  private String token() {
    return Request.token(page.uri());
  }

  private int port() {
    return page.uri().getPort();
  }

  @Test
  void theTokenIsLongAndOfThisPageAlone() {
    assertThat(token()).hasSizeGreaterThanOrEqualTo(22);
    try (LivePage other = LivePage.serve(pool)) {
      assertThat(Request.token(other.uri())).isNotEqualTo(token());
    }
  }

  @Test
  void onlyThisMachineIsAnswered() throws Exception {
    assertThat(page.uri().getHost()).isEqualTo("127.0.0.1");
    for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(network.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          assertThatThrownBy(
                  () -> {
                    try (Socket socket = new Socket()) {
                      socket.connect(new InetSocketAddress(address, port()), 5_000);
                    }
                  })
              .isInstanceOf(IOException.class);
        }
      }
    }
  }

  @Test
  void withoutTheTokenThereIsNothing() throws Exception {
    String token = token();
    for (String path :
        List.of(
            "/",
            "/events",
            "/favicon.ico",
            "/" + token,
            "//" + token + "/",
            "/" + token + "x/",
            "/" + token.substring(1) + "/",
            "/" + token.toLowerCase(Locale.ROOT) + "x/events",
            "/?token=" + token,
            "/%2e/" + token + "/")) {
      assertThat(get(path).status()).as(path).isEqualTo(404);
      assertThat(get(path).answer()).as(path).doesNotContain(token, "script");
    }
    String post = "/" + token.substring(1) + "/kill?pid=" + worker;
    assertThat(Request.of(page.uri(), "POST", post).asThePage().status()).isEqualTo(404);
  }

  @Test
  void whoComesByAnotherNameIsADnsRebinding() throws Exception {
    for (String host :
        List.of(
            "evil.example",
            "evil.example:" + port(),
            "127.0.0.1",
            "127.0.0.1:" + (port() + 1),
            "127.0.0.1.evil.example:" + port(),
            "[::1]:" + port())) {
      assertThat(get("").host(host).status()).as(host).isEqualTo(404);
      assertThat(get("events").host(host).status()).as(host).isEqualTo(404);
      Request rebound =
          kill().host(host).header("Origin", "http://" + host).header("X-Pool-Token", token());
      assertThat(rebound.status()).as(host).isEqualTo(404);
    }
    assertThat(get("").host("").status()).isGreaterThanOrEqualTo(400);
    assertThat(get("").header("Host", "evil.example").status()).isGreaterThanOrEqualTo(400);
    assertThat(get("").host("localhost:" + port()).status()).isEqualTo(200);
  }

  @Test
  void aPageFromElsewhereCannotListen() throws Exception {
    for (String origin : List.of("http://evil.example", "null", "http://127.0.0.1:1")) {
      assertThat(get("events").header("Origin", origin).status()).isEqualTo(403);
    }
    assertThat(get("events").header("Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
    assertThat(get("events").header("Sec-Fetch-Site", "same-site").status()).isEqualTo(403);
  }

  @Test
  void aPageFromElsewhereCannotAct() throws Exception {
    String own = "http://127.0.0.1:" + port();
    for (String origin :
        List.of(
            "http://evil.example",
            "null",
            "https://127.0.0.1:" + port(),
            "http://127.0.0.1",
            "http://localhost:" + port(),
            own + "/",
            own + ".evil.example")) {
      Request crossSite = kill().header("Origin", origin).header("X-Pool-Token", token());
      assertThat(crossSite.status()).as(origin).isEqualTo(403);
    }
    assertThat(kill().header("X-Pool-Token", token()).status()).as("no origin").isEqualTo(403);
    assertThat(kill().header("Origin", own).status()).as("a form").isEqualTo(403);
    assertThat(kill().header("Origin", own).header("X-Pool-Token", "x").status()).isEqualTo(403);
    assertThat(kill().asThePage().header("Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
    for (String what : List.of("close", "resize?by=1")) {
      Request form =
          Request.of(page.uri(), "POST", what)
              .header("Origin", "http://evil.example")
              .header("Content-Type", "application/x-www-form-urlencoded");
      assertThat(form.status()).as(what).isEqualTo(403);
    }
  }

  @Test
  void aLinkOrAPictureCannotActAndAPreflightIsNotGranted() throws Exception {
    for (String what : List.of("kill?pid=" + worker, "resize?by=1", "close")) {
      assertThat(get(what).asThePage().status()).as(what).isEqualTo(404);
    }
    String preflight =
        Request.of(page.uri(), "OPTIONS", "kill?pid=" + worker)
            .header("Origin", "http://evil.example")
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "x-pool-token")
            .answer();
    assertThat(preflight).startsWith("HTTP/1.1 404").doesNotContainIgnoringCase("access-control");
  }

  @Test
  void theHeadersLetNobodyFrameCacheOrAddToThePage() throws Exception {
    String answer = get("").answer();
    assertThat(answer)
        .containsIgnoringCase("content-security-policy: default-src 'none'; script-src 'nonce-")
        .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
        .containsIgnoringCase("x-frame-options: deny")
        .containsIgnoringCase("cache-control: no-store")
        .containsIgnoringCase("referrer-policy: no-referrer")
        .containsIgnoringCase("x-content-type-options: nosniff")
        .containsIgnoringCase("cross-origin-resource-policy: same-origin")
        .doesNotContainIgnoringCase("access-control-allow")
        .doesNotContain("unsafe-inline", "http:", "https:", "NONCE");
    assertThat(get("").answer()).as("each answer has its own nonce").isNotEqualTo(answer);
  }

  @Test
  void onlyTheOneOriginThatTheStarterNamesMayFrameThePage() throws Exception {
    String property = "processpool.live.framedBy";
    System.setProperty(property, "http://127.0.0.1:8080");
    try (LivePage framed = LivePage.serve(pool)) {
      for (String path : List.of("", "events-of-nobody")) {
        assertThat(Request.of(framed.uri(), "GET", path).answer())
            .containsPattern("frame-ancestors http://127\\.0\\.0\\.1:8080\\s")
            .doesNotContainIgnoringCase("x-frame-options");
      }
      assertThat(get("").answer()).as("a page from before").contains("frame-ancestors 'none'");
      for (String origin :
          List.of("*", "http://evil.example:80", "http://127.0.0.1:80 *", "http://127.0.0.1")) {
        System.setProperty(property, origin);
        assertThatThrownBy(() -> LivePage.serve(pool))
            .as(origin)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageEndingWith(property + "=" + origin);
      }
    } finally {
      System.clearProperty(property);
    }
  }

  @Test
  void theUserCannotKillWhatIsNoWorkerOfThisPool() throws Exception {
    ProcessPool other = new ProcessPool(1);
    try {
      other.apply(() -> 1);
      long own = ProcessHandle.current().pid();
      for (Object pid : List.of(own, other.workerPids().get(0), 1, -1, 0, "x", "")) {
        Request kill = Request.of(page.uri(), "POST", "kill?pid=" + pid).asThePage();
        assertThat(kill.answer()).startsWith("HTTP/1.1 409").contains("pid=" + pid);
      }
      for (String by : List.of("-1", "2", "1000000", "0", "x", "99999999999999999999")) {
        Request resize = Request.of(page.uri(), "POST", "resize?by=" + by).asThePage();
        assertThat(resize.status()).as(by).isEqualTo(409);
      }
      assertThat(other.stats().deaths()).isZero();
    } finally {
      other.terminate();
    }
  }

  @Test
  void noMorePagesAreToldThanThereAreThreadsFor() throws Exception {
    List<Socket> open = new java.util.ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        open.add(get("events").open());
        assertThat(open.get(i).getInputStream().read()).isEqualTo('H');
      }
      assertThat(get("events").status()).isEqualTo(503);
      assertThat(get("").status()).as("others are served").isEqualTo(200);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
    await()
        .untilAsserted(
            () -> {
              try (Socket again = get("events").open()) {
                assertThat(new String(again.getInputStream().readNBytes(12))).endsWith("200");
              }
            });
  }
}
