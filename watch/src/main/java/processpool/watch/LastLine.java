package processpool.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The terminal's last line, where bars are, and what is printed above it. While there is a bar,
 * {@code System.out} and {@code System.err} are wrapped: what is printed takes the bar's place, and
 * the bar is drawn again below.
 *
 * <p>Nothing is needed of the terminal but that {@code \r} goes back to the beginning of a line: a
 * bar is erased with blanks. That is why several bars share one line.
 *
 * <p>Who prints may hold a lock that another who prints waits for, as user code may synchronize on
 * a stream. So nobody waits for this line for ever: who cannot have it prints without regard to it.
 */
final class LastLine {
  private static final long PATIENCE_MILLIS = 1_000;

  /** A bar that has not ended. */
  static final class Bar {
    private final int columns;
    private String text = "";

    private Bar(int columns) {
      this.columns = columns;
    }

    /** How wide it may be: in the last column, some terminals go to the next line. */
    int columns() {
      return columns - 1;
    }
  }

  private final ReentrantLock line = new ReentrantLock();
  private final OutputStream terminal;
  private final Charset charset;
  private final IntSupplier width;

  // Guarded by the lock:
  private final List<Bar> bars = new ArrayList<>();

  /** What stands in the line; empty when nothing does. */
  private String drawn = "";

  /** Something was printed whose line is not finished; there is no place for a bar. */
  private boolean unfinished;

  private boolean programEnds;
  private boolean hooked;

  /**
   * A line.
   *
   * @param terminal takes what is to be seen
   * @param charset its encoding
   * @param width how many columns it has; 0 when it is no terminal
   */
  LastLine(OutputStream terminal, Charset charset, IntSupplier width) {
    this.terminal = terminal;
    this.charset = charset;
    this.width = width;
  }

  int columns() {
    return width.getAsInt();
  }

  Bar begin(int columns) {
    Bar bar = new Bar(columns);
    line.lock();
    try {
      bars.add(bar);
      wrapStreams();
      if (!hooked) {
        hooked = true;
        Runtime.getRuntime().addShutdownHook(new Thread(this::endProgram, "progress-bars-exit"));
      }
    } catch (IllegalStateException shutdown) {
      // The program ends already, and nobody is to end the line but the bar itself.
    } finally {
      line.unlock();
    }
    return bar;
  }

  void show(Bar bar, String text) {
    line.lock();
    try {
      bar.text = text;
      draw();
    } finally {
      line.unlock();
    }
  }

  /** Whether a bar stands in it at the moment. */
  boolean isTaken() {
    line.lock();
    try {
      return !drawn.isEmpty();
    } finally {
      line.unlock();
    }
  }

  /** Its last text stays, above what is still under way. */
  void end(Bar bar) {
    line.lock();
    try {
      if (!programEnds) {
        if (unfinished) {
          write(System.lineSeparator());
          unfinished = false;
        }
        if (!drawn.equals(bar.text)) {
          clear();
          write(bar.text);
        }
        write(System.lineSeparator());
        drawn = "";
      }
      bars.remove(bar);
      if (bars.isEmpty()) {
        unwrapStreams();
      }
      draw();
    } finally {
      line.unlock();
    }
  }

  /** The shell's prompt must not come behind a bar. */
  private void endProgram() {
    if (tryLock()) {
      try {
        if (!drawn.isEmpty()) {
          write(System.lineSeparator());
          drawn = "";
        }
        programEnds = true;
      } finally {
        line.unlock();
      }
    }
  }

  /**
   * Prints something where the bar is, and the bar below.
   *
   * @param to where it is printed
   * @param printing prints it
   * @param endsLine whether a line is finished by it
   */
  void above(PrintStream to, Runnable printing, boolean endsLine) {
    if (!tryLock()) {
      printing.run();
      return;
    }
    try {
      boolean outermost = line.getHoldCount() == 1; // a stream of the user's may print to another
      if (outermost) {
        clear();
      }
      printing.run();
      if (outermost && !bars.isEmpty()) {
        to.flush();
        unfinished = !endsLine;
        draw();
      }
    } finally {
      line.unlock();
    }
  }

  private boolean tryLock() {
    boolean interrupted = Thread.interrupted();
    try {
      return line.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void draw() {
    String text = bars.isEmpty() || unfinished || programEnds ? "" : bars.get(bars.size() - 1).text;
    if (!text.isEmpty() && !text.equals(drawn)) {
      int rest = BarText.width(drawn) - BarText.width(text);
      write("\r" + text + " ".repeat(Math.max(0, rest)));
      drawn = text;
    }
  }

  private void clear() {
    if (!drawn.isEmpty()) {
      write("\r" + " ".repeat(BarText.width(drawn)) + "\r");
      drawn = "";
    }
  }

  private void write(String text) {
    try {
      terminal.write(text.getBytes(charset));
      terminal.flush();
    } catch (IOException gone) {
      programEnds = true; // the terminal was closed: there is nobody to show anything to
    }
  }

  private void wrapStreams() {
    if (wrapped(System.out) == null && System.out != null) {
      System.setOut(new AboveBar(System.out, this));
    }
    if (wrapped(System.err) == null && System.err != null) {
      System.setErr(new AboveBar(System.err, this));
    }
  }

  private void unwrapStreams() {
    AboveBar out = wrapped(System.out);
    if (out != null) {
      System.setOut(out.original());
    }
    AboveBar err = wrapped(System.err);
    if (err != null) {
      System.setErr(err.original());
    }
  }

  private @Nullable AboveBar wrapped(@Nullable PrintStream stream) {
    return stream instanceof AboveBar above && above.isAbove(this) ? above : null;
  }
}
