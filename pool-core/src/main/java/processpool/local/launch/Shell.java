package processpool.local.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import processpool.worker.WorkerMain;

/**
 * Starts a worker so that its children leave it alone: a shell moves the standard input to {@link
 * WorkerMain#LINK}, as a task's child processes inherit it, and then becomes the worker, under the
 * same process id. Linux only; elsewhere a child must not read the input that it inherits.
 */
final class Shell {
  /** {@code false}: do without. */
  static final String PROPERTY = "processpool.shell";

  /** A command that goes behind this finds its input at descriptor 3. */
  static final List<String> INPUT_APART =
      List.of("/bin/sh", "-c", "exec \"$0\" \"$@\" 3<&0 </dev/null");

  private static final Pattern PASSED_ON = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Shell() {}

  /** What goes before a command; empty where that cannot be had. */
  static List<String> prefix() {
    boolean usable =
        Boolean.parseBoolean(System.getProperty(PROPERTY, "true"))
            && System.getProperty("os.name", "").equals("Linux")
            && Files.isExecutable(Path.of(INPUT_APART.get(0)))
            && Files.isDirectory(Path.of("/proc/self/fd"))
            && passesOn(System.getenv().keySet());
    return usable ? INPUT_APART : List.of();
  }

  /** Some shells forget variables that they could not name themselves, as my.setting. */
  static boolean passesOn(Iterable<String> variables) {
    for (String variable : variables) {
      if (!PASSED_ON.matcher(variable).matches()) {
        return false;
      }
    }
    return true;
  }
}
