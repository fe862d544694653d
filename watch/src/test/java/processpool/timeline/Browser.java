package processpool.timeline;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real browser without a window, driven by its own DevTools protocol over a WebSocket: that needs
 * no driver program whose version must fit the browser's.
 */
public final class Browser {
  private static final String THERE =
      "location.href !== 'about:blank' && document.readyState === 'complete'";

  private static final Pattern VALUE = Pattern.compile("\"value\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Process process;
  private final WebSocket socket;
  private final LinkedBlockingQueue<String> messages;
  private int number;

  private Browser(Process process, WebSocket socket, LinkedBlockingQueue<String> messages) {
    this.process = process;
    this.socket = socket;
    this.messages = messages;
  }

  /** Where browsers that speak the protocol are found on Linux, macOS and Windows. */
  public static Optional<Path> find() {
    List<Path> places = new ArrayList<>();
    String named = System.getProperty("browser");
    if (named != null) {
      places.add(Path.of(named));
    }
    for (String folder : System.getenv("PATH").split(java.io.File.pathSeparator)) {
      for (String name : List.of("chromium", "chromium-browser", "google-chrome", "chrome")) {
        places.add(Path.of(folder, name));
      }
    }
    places.add(Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));
    for (String variable : List.of("ProgramFiles", "ProgramFiles(x86)")) {
      String programs = System.getenv(variable);
      if (programs != null) {
        places.add(Path.of(programs, "Google", "Chrome", "Application", "chrome.exe"));
        places.add(Path.of(programs, "Microsoft", "Edge", "Application", "msedge.exe"));
      }
    }
    return places.stream().filter(Files::isExecutable).filter(Files::isRegularFile).findFirst();
  }

  public static Browser open(Path program, Path profile, URI page, String... options)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1000,600",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile));
    command.addAll(List.of(options));
    command.add(page.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("browser.log").toFile());
    for (String variable : List.of("TMPDIR", "TMP", "TEMP")) { // where it would leave what it made
      builder.environment().put(variable, profile.toString());
    }
    Process process = builder.start();
    try {
      Path portFile = profile.resolve("DevToolsActivePort");
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> Files.exists(portFile) && Files.readAllLines(portFile).size() == 2);
      String port = Files.readAllLines(portFile).get(0);
      HttpClient http = HttpClient.newHttpClient();
      String target =
          Awaitility.await()
              .atMost(60, TimeUnit.SECONDS)
              .until(() -> target(http, port, page), Optional::isPresent)
              .orElseThrow();
      LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
      WebSocket socket =
          http.newWebSocketBuilder().buildAsync(URI.create(target), collect(messages)).join();
      Browser browser = new Browser(process, socket, messages);
      Awaitility.await() // the target has the page's address before the page is there
          .atMost(60, TimeUnit.SECONDS)
          .ignoreExceptions()
          .until(() -> browser.evaluate(THERE).equals("true"));
      return browser;
    } catch (Throwable e) {
      end(process);
      throw e;
    }
  }

  private static Optional<String> target(HttpClient http, String port, URI page) throws Exception {
    var request =
        java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
            .build();
    String list = http.send(request, java.net.http.HttpResponse.BodyHandlers.ofString()).body();
    Matcher url =
        Pattern.compile("\"webSocketDebuggerUrl\": ?\"([^\"]+/page/[^\"]+)\"").matcher(list);
    return list.contains(page.getPath()) && url.find()
        ? Optional.of(url.group(1))
        : Optional.empty();
  }

  private static WebSocket.Listener collect(LinkedBlockingQueue<String> messages) {
    return new WebSocket.Listener() {
      private final StringBuilder text = new StringBuilder();

      @Override
      public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
          messages.add(text.toString());
          text.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
      }
    };
  }

  private String send(String method, String parameters) throws Exception {
    int id = ++number;
    socket
        .sendText(
            "{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + parameters + "}}",
            true)
        .join();
    while (true) {
      String message = messages.poll(60, TimeUnit.SECONDS);
      if (message == null) {
        throw new IOException("the browser does not answer: method=" + method);
      }
      if (message.startsWith("{\"id\":" + id + ",")) {
        return message;
      }
    }
  }

  /** Evaluates an expression in the page; its value as text. */
  public String evaluate(String expression) throws Exception {
    String quoted = expression.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    String answer =
        send(
            "Runtime.evaluate", "\"returnByValue\":true,\"expression\":\"String(" + quoted + ")\"");
    Matcher value = VALUE.matcher(answer);
    if (answer.contains("exceptionDetails") || !value.find()) {
      throw new IOException("the page's script failed: " + answer);
    }
    return Pattern.compile("\\\\u([0-9a-f]{4})")
        .matcher(value.group(1))
        .replaceAll(code -> Character.toString(Integer.parseInt(code.group(1), 16)))
        .replace("\\n", "\n")
        .replace("\\\"", "\"");
  }

  /** Moves the mouse as a user's hand does. */
  public void moveTo(double x, double y) throws Exception {
    send("Input.dispatchMouseEvent", "\"type\":\"mouseMoved\",\"x\":" + x + ",\"y\":" + y);
  }

  public void click(double x, double y) throws Exception {
    String at = "\",\"button\":\"left\",\"clickCount\":1,\"x\":" + x + ",\"y\":" + y;
    send("Input.dispatchMouseEvent", "\"type\":\"mousePressed" + at);
    send("Input.dispatchMouseEvent", "\"type\":\"mouseReleased" + at);
  }

  void wheel(double x, double y, int turns) throws Exception {
    send(
        "Input.dispatchMouseEvent",
        "\"type\":\"mouseWheel\",\"deltaX\":0,\"deltaY\":" + turns + ",\"x\":" + x + ",\"y\":" + y);
  }

  public void media(String type, String scheme) throws Exception {
    send(
        "Emulation.setEmulatedMedia",
        "\"media\":\""
            + type
            + "\",\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\""
            + scheme
            + "\"}]");
  }

  /** The window's inside, in CSS pixels. */
  public void size(int width, int height) throws Exception {
    send(
        "Emulation.setDeviceMetricsOverride",
        "\"deviceScaleFactor\":1,\"mobile\":false,\"width\":" + width + ",\"height\":" + height);
  }

  public void go(URI page) throws Exception {
    send("Page.navigate", "\"url\":\"" + page + "\"");
  }

  /** What is saved goes there without a question. */
  public void downloadTo(Path folder) throws Exception {
    String path = folder.toString().replace("\\", "\\\\");
    send("Page.setDownloadBehavior", "\"behavior\":\"allow\",\"downloadPath\":\"" + path + "\"");
  }

  /** A picture of the page, as PNG. */
  public byte[] screenshot() throws Exception {
    String answer = send("Page.captureScreenshot", "\"captureBeyondViewport\":true");
    int from = answer.indexOf("\"data\":\"") + 8;
    return java.util.Base64.getDecoder().decode(answer.substring(from, answer.indexOf('"', from)));
  }

  public void close() throws Exception {
    socket.abort();
    end(process);
  }

  /** With all its children, and waited for: its folder is about to be deleted. */
  private static void end(Process process) throws InterruptedException {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle one : all) {
      one.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
  }
}
