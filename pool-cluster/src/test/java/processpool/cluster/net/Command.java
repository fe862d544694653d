package processpool.cluster.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Commands of the system that tell at once whether they could do it. */
public final class Command {
  private Command() {}

  /**
   * Runs one to its end.
   *
   * @return what it printed
   * @throws IOException when it cannot be run or says that it failed
   */
  public static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = await(process);
    if (code != 0) {
      throw new IOException(String.join(" ", command) + ": exit code " + code + ", said: " + said);
    }
    return said;
  }

  private static int await(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
