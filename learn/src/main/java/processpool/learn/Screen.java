package processpool.learn;

import java.io.IOException;
import java.io.PrintWriter;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.InfoCmp;
import org.jline.utils.NonBlockingReader;

/** What the learner sees, and the keys: a terminal that may be able to do much or little. */
final class Screen {
  /** No key was pressed in the time given. */
  static final int NOTHING = NonBlockingReader.READ_EXPIRED;

  /** There will be no more keys. */
  static final int END = NonBlockingReader.EOF;

  private static final int ESCAPE = 27;
  private static final long SEQUENCE_MILLIS = 20;
  private static final long LOOK_MILLIS = 200;

  private final Terminal terminal;
  private final PrintWriter out;
  private final boolean plain;
  private final Style style;

  Screen(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.writer();
    this.plain =
        terminal.getType().startsWith(Terminal.TYPE_DUMB)
            || terminal.getStringCapability(InfoCmp.Capability.clear_screen) == null;
    this.style = new Style(!plain && System.getenv("NO_COLOR") == null);
  }

  Style style() {
    return style;
  }

  /** Whether lines can be written over. */
  boolean canRewrite() {
    return !plain;
  }

  /** An IDE's console, or a pipe, gives keys away a line at a time. */
  boolean keysNeedEnter() {
    return terminal instanceof DumbTerminal;
  }

  boolean hasKeys() throws IOException {
    return terminal.reader().peek(LOOK_MILLIS) != END;
  }

  /** The next key: a character, {@link #NOTHING} or {@link #END}; arrows and the like are none. */
  int key(long millis) throws IOException {
    int key = terminal.reader().read(millis);
    if (key != ESCAPE) {
      return key;
    }
    int next = terminal.reader().read(SEQUENCE_MILLIS);
    if (next == '[' || next == 'O') {
      do {
        next = terminal.reader().read(SEQUENCE_MILLIS);
      } while (next > 0 && (next < '@' || next > '~'));
    }
    return NOTHING;
  }

  /** Forgets what was typed and not asked for, such as the Enter behind a key. */
  void forgetTyped() throws IOException {
    while (terminal.reader().peek(SEQUENCE_MILLIS) >= 0) {
      terminal.reader().read(SEQUENCE_MILLIS);
    }
  }

  void clear() {
    if (plain) {
      say("\n" + "-".repeat(40) + "\n");
    } else {
      terminal.puts(InfoCmp.Capability.clear_screen);
    }
  }

  void say(String text) {
    // A raw terminal does not return to the line's beginning by itself.
    out.print(plain ? text : text.replace("\n", "\r\n"));
    out.flush();
  }
}
