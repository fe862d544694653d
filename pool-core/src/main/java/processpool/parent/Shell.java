package processpool.parent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Has a program ignore Ctrl-C from its first moment: a shell ignores it and then becomes the
 * program, under the same process id, and what is ignored stays so. Linux only; elsewhere a worker
 * asks Java for it once it runs, which on JDK 25 takes a fifth of its start: it is the first use of
 * reflection (docs/decisions/0007).
 */
final class Shell {
  /** {@code false}: do without. */
  static final String PROPERTY = "processpool.shell";

  /** A command that goes behind this ignores Ctrl-C. */
  static final List<String> IGNORING_CTRL_C =
      List.of("/bin/sh", "-c", "trap '' INT; exec \"$0\" \"$@\"");

  private static final Pattern PASSED_ON = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Shell() {}

  /** What goes before a command, so that it ignores Ctrl-C; empty where that cannot be had. */
  static List<String> prefix() {
    boolean usable =
        Boolean.parseBoolean(System.getProperty(PROPERTY, "true"))
            && System.getProperty("os.name", "").equals("Linux")
            && Files.isExecutable(Path.of(IGNORING_CTRL_C.get(0)))
            && passesOn(System.getenv().keySet());
    return usable ? IGNORING_CTRL_C : List.of();
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
