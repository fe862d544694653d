package processpool.watch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request byte by byte, as an attacker's program or a browser would send it. */
final class Request {
  final URI page;
  private final String method;
  private final String path;
  private final List<String> headers = new ArrayList<>();
  private String host;

  private Request(URI page, String method, String path) {
    this.page = page;
    this.method = method;
    this.path = path;
    this.host = page.getAuthority();
  }

  /** A path that begins with a slash is one of the server, others are below the page. */
  static Request of(URI page, String method, String path) {
    return new Request(page, method, path.startsWith("/") ? path : page.getRawPath() + path);
  }

  Request host(String other) {
    host = other;
    return this;
  }

  Request header(String name, String value) {
    headers.add(name + ": " + value + "\r\n");
    return this;
  }

  /** With all that our own page sends. */
  Request asThePage() {
    return header("Origin", "http://" + page.getAuthority()).header("X-Pool-Token", token(page));
  }

  static String token(URI page) {
    return page.getRawPath().replace("/", "");
  }

  Socket open() throws IOException {
    Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), page.getPort());
    String request = method + " " + path + " HTTP/1.1\r\n";
    request += host.isEmpty() ? "" : "Host: " + host + "\r\n";
    request += String.join("", headers);
    request += method.equals("POST") ? "Content-Length: 0\r\n" : "";
    request += "Connection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  /** The whole answer, head and body. */
  String answer() throws IOException {
    try (Socket socket = open()) {
      socket.setSoTimeout(60_000);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  int status() throws IOException {
    return Integer.parseInt(answer().split(" ", 3)[1]);
  }
}
