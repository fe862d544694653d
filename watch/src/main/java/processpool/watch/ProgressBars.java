package processpool.watch;

import java.util.Objects;
import processpool.ProgressListener;

/**
 * Progress bars for {@link processpool.ProcessPool#withProgress}.
 *
 * @since 0.2
 */
public final class ProgressBars {
  private ProgressBars() {}

  /**
   * A bar on the last line of the terminal: how many calls of a submission have ended, how many a
   * second, and how much time is left at that rate. Python's counterpart is {@code tqdm}.
   *
   * <pre>{@code
   * List<Thumbnail> thumbnails =
   *     pool.withProgress(ProgressBars.terminal("thumbnails")).map(Thumbnail::of, pictures);
   * }</pre>
   *
   * <p>It is drawn where {@code System.err} goes at the program's start. If that is no terminal,
   * but a file, a pipe, or a terminal that calls itself {@code dumb}, nothing at all is written. It
   * is plain ASCII.
   *
   * <p>While a bar is there, what the program and its tasks print to {@code System.out} and {@code
   * System.err} comes out above it: both are wrapped, and put back when the last bar has ended, if
   * nobody has replaced them in the meantime. A line that is not finished yet hides the bar until
   * it is. What is written past these two, say by a child process, spoils the bar's line until it
   * is drawn anew.
   *
   * <p>Each submission has a bar of its own, whose final state stays in the terminal: also that of
   * one that fails, is cancelled, or is cut off by the program's end. Of several bars, that which
   * began last is shown; the others show again when it ends. Give submissions that are under way at
   * the same time a listener each.
   *
   * @param name stands before the bar: one line, best a word or two
   * @return a listener for any number of submissions, one after the other; safe for threads
   * @throws IllegalArgumentException when the name has line breaks or other control characters
   */
  public static ProgressListener terminal(String name) {
    Objects.requireNonNull(name, "name");
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a progress bar's name has a line break or another control character: name="
              + name.replaceAll("\\p{Cntrl}", "?")
              + "; give it one line of plain text");
    }
    return new TerminalBar(name, Terminal.LINE);
  }
}
