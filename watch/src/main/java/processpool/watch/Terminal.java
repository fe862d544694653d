package processpool.watch;

import java.io.Console;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terminal that standard error goes to, if it does. Java does not tell: {@code
 * System.console()} is about the other two streams, and since JDK 22 it is there without a
 * terminal, too. So the shell is asked.
 */
final class Terminal {
  /** Of terminals that do not know, such as a serial line. */
  private static final int USUAL = 80;

  /** In fewer, a bar tells nothing, and they are somebody's default rather than a width. */
  private static final int FEWEST = 20;

  private static final Pattern SIZE = Pattern.compile("(\\d+) (\\d+)");

  /** Two numbers if descriptor 2 is a terminal, nothing if not; stty asks its standard input. */
  private static final String QUESTION = "[ -t 2 ] && { stty size <&2 2>/dev/null || echo 0 0; }";

  /** What the program's own streams write to the terminal goes there past this, of course. */
  static final LastLine LINE =
      new LastLine(new FileOutputStream(FileDescriptor.err), charset(), Terminal::columns);

  /** What is no terminal now will be none later. */
  private static volatile boolean none;

  private Terminal() {}

  /** How wide it is now; 0 when there is none. */
  static int columns() {
    if (!none) {
      int columns = ask();
      none = columns == 0;
      return columns;
    }
    return 0;
  }

  private static int ask() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return 0;
    }
    return File.separatorChar == '\\' ? ofWindows() : ofShell();
  }

  private static int ofShell() {
    try {
      Process shell =
          new ProcessBuilder("/bin/sh", "-c", QUESTION)
              .redirectInput(new File("/dev/null"))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        return columns(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      } finally {
        shell.destroy();
      }
    } catch (IOException noShell) {
      return 0;
    }
  }

  /** Read from the shell's answer, rows and columns. */
  static int columns(String answer) {
    Matcher size = SIZE.matcher(answer.strip());
    if (!size.matches()) {
      return 0;
    }
    int columns = Integer.parseInt(size.group(2));
    return columns < FEWEST ? USUAL : columns;
  }

  /** All that can be known without native code is whether input and output are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // below, for JDK 22 and later
  private static int ofWindows() {
    Console console = System.console();
    if (console == null) {
      return 0;
    }
    try {
      Object is = Console.class.getMethod("isTerminal").invoke(console);
      return Boolean.TRUE.equals(is) ? USUAL : 0;
    } catch (ReflectiveOperationException before22) {
      return USUAL;
    }
  }

  private static Charset charset() {
    String name = System.getProperty("stderr.encoding", System.getProperty("sun.stderr.encoding"));
    try {
      return name == null ? Charset.defaultCharset() : Charset.forName(name);
    } catch (IllegalArgumentException unknown) {
      return Charset.defaultCharset();
    }
  }
}
