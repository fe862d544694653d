package processpool.local.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import processpool.worker.WorkerMain;

/**
 * Starts a worker so that its children leave it alone: a shell moves the standard input to {@link
 * WorkerMain#LINK}, as a task's child processes inherit it, and then becomes the worker, under the
 * same process id. Linux only; elsewhere a child must not read the input that it inherits.
 *
 * <p>Options that may be secret come to it in an environment variable, which nobody else can read,
 * and from it to {@code java} in a pipe that takes the place of an argument file: so they are
 * neither among a command's arguments, which everybody can list, nor in a file, nor in the
 * environment of tasks.
 */
final class Shell {
  /** {@code false}: do without. */
  static final String PROPERTY = "processpool.shell";

  /** A command that goes behind this finds its input at descriptor 3. */
  static final List<String> INPUT_APART =
      List.of("/bin/sh", "-c", "exec \"$0\" \"$@\" 3<&0 </dev/null");

  /** The pipe, where {@code java} opens it. */
  static final String HIDDEN = "/proc/self/fd/4";

  private static final String VARIABLE = "PROCESSPOOL_HIDDEN";

  /** A variable that the shell found in its environment would be handed on; this one it makes. */
  private static final String OWN = "processpool_hidden";

  private static final List<String> INPUT_APART_AND_OPTIONS =
      List.of(
          "/bin/sh",
          "-c",
          OWN
              + "=$"
              + VARIABLE
              + "; unset "
              + VARIABLE
              + "; exec \"$0\" \"$@\" 3<&0 </dev/null 4<<END\n$"
              + OWN
              + "\nEND\n");

  /** For more, some shells would make a process that fills the pipe, or a file. */
  private static final int LONGEST = 4_000;

  /** Shells that hold a here-document in a pipe. */
  private static final Set<String> WITHOUT_FILES = Set.of("dash", "busybox", "ash");

  private Shell() {}

  /**
   * Whether workers can be started by way of it.
   *
   * @param given variables for them, beside those of this process
   */
  static boolean isUsable(Set<String> given) {
    return Boolean.parseBoolean(System.getProperty(PROPERTY, "true"))
        && System.getProperty("os.name", "").equals("Linux")
        && Files.isExecutable(Path.of(INPUT_APART.get(0)))
        && Files.isDirectory(Path.of("/proc/self/fd"))
        && passesOn(System.getenv().keySet())
        && passesOn(given)
        && leavesAlone(given);
  }

  /** Whether there is something to be hidden, and it can be. */
  static boolean canHide(List<String> options, Map<String, String> environment) {
    return !options.isEmpty()
        && !environment.containsKey(OWN)
        && !environment.containsKey(VARIABLE)
        && canHoldText(
            Path.of(INPUT_APART.get(0)), Path.of(environment.getOrDefault("TMPDIR", "/tmp")))
        && ArgumentText.travels(options)
        && ArgumentText.of(options).getBytes(StandardCharsets.UTF_8).length < LONGEST;
  }

  /** Others may write it to a file, which has no name any more when java begins to read it. */
  static boolean canHoldText(Path shell, Path temporary) {
    try {
      return WITHOUT_FILES.contains(String.valueOf(shell.toRealPath().getFileName()))
          || Files.isWritable(temporary);
    } catch (IOException unknown) {
      return false;
    }
  }

  /** What goes before a command. */
  static List<String> prefix(List<String> hidden) {
    return hidden.isEmpty() ? INPUT_APART : INPUT_APART_AND_OPTIONS;
  }

  /** What goes into its environment. */
  static Map<String, String> environment(List<String> hidden) {
    return hidden.isEmpty() ? Map.of() : Map.of(VARIABLE, ArgumentText.of(hidden));
  }

  /** Some shells forget variables that they could not name themselves, as my.setting. */
  static boolean passesOn(Iterable<String> variables) {
    for (String variable : variables) {
      if (!isName(variable)) {
        return false;
      }
    }
    return true;
  }

  /** Some shells set these themselves, whatever they find. */
  private static boolean leavesAlone(Set<String> variables) {
    for (String variable : variables) {
      if (SetByShells.NAMES.contains(variable) || variable.startsWith("BASH")) {
        return false;
      }
    }
    return true;
  }

  /** Apart, as few programs name any variables. */
  private static final class SetByShells {
    static final Set<String> NAMES =
        Set.of(
            "COMP_WORDBREAKS",
            "EPOCHSECONDS",
            "HISTCMD",
            "IFS",
            "LINENO",
            "OLDPWD",
            "OPTERR",
            "OPTIND",
            "POSIXLY_CORRECT",
            "PPID",
            "PS1",
            "PS2",
            "PS4",
            "PWD",
            "RANDOM",
            "SHELLOPTS",
            "SHLVL",
            "SRANDOM",
            "_");
  }

  /** As a shell sees it. By hand: a regular expression would be the program's first, for 15 ms. */
  private static boolean isName(String variable) {
    for (int i = 0; i < variable.length(); i++) {
      char c = variable.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !variable.isEmpty();
  }
}
