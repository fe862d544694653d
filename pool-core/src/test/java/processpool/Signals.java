package processpool;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Signals to processes, where there are signals. */
final class Signals {
  private Signals() {}

  static void send(String name, long pid) throws Exception {
    if (new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor() != 0) {
      throw new IllegalStateException("kill failed: signal=" + name + ", pid=" + pid);
    }
  }

  /** Stops a process, and waits until it has: on a busy machine it runs on for a moment. */
  static void stop(long pid) throws Exception {
    send("STOP", pid);
    await().until(() -> stateOf(pid).startsWith("T"));
  }

  private static String stateOf(long pid) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", Long.toString(pid)).start();
    return new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
  }
}
