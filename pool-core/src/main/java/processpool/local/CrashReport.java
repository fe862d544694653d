package processpool.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Tells what a worker's JVM reports of its own crash from all else on its standard error, where it
 * is told to report: a file of its own would lie in the current folder, readable by everybody, with
 * all options and the environment. Of the report the stacks are kept; that a JVM crashed, and
 * where, it says on its standard output as well.
 */
final class CrashReport {
  /** Takes a part of what was written. */
  interface Part {
    void take(byte[] bytes, int offset, int length);
  }

  private static final byte[] BEGIN =
      "#\n# A fatal error has been detected by the Java Runtime Environment:"
          .getBytes(StandardCharsets.US_ASCII);

  private static final int MOST_LINES = 60;

  private final Part before;
  private final Part stacks;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean lineBegins = true;
  private int matched;
  private boolean inStack;
  private int lines;

  /**
   * Begins to read.
   *
   * @param before takes what is no report
   * @param stacks takes the report's stacks
   */
  CrashReport(Part before, Part stacks) {
    this.before = before;
    this.stacks = stacks;
  }

  /** Reads a worker's standard error to its end. */
  static void readAll(InputStream stderr, Part before, Part stacks) {
    byte[] buffer = new byte[8192];
    CrashReport report = new CrashReport(before, stacks);
    try {
      for (int n = stderr.read(buffer); n >= 0; n = stderr.read(buffer)) {
        report.take(buffer, n);
      }
      report.end();
    } catch (IOException closed) {
      // By the end of the process.
    }
  }

  void take(byte[] bytes, int length) {
    int from = 0;
    for (int i = 0; i < length; i++) {
      if (matched == BEGIN.length) {
        report(bytes[i]);
        continue;
      }
      if (matched == 3 && bytes[i] == BEGIN[1]) { // the second of two first lines
        pass(BEGIN, 0, 2);
        matched = 1;
      } else if (matched > 0 && bytes[i] != BEGIN[matched]) {
        lineBegins = BEGIN[matched - 1] == '\n';
        giveBack();
      }
      if ((matched > 0 || lineBegins) && bytes[i] == BEGIN[matched]) {
        pass(bytes, from, i);
        matched++;
        from = i + 1;
      }
      lineBegins = bytes[i] == '\n';
    }
    if (matched < BEGIN.length) {
      pass(bytes, from, length);
    }
  }

  private void pass(byte[] bytes, int from, int to) {
    if (from < to) {
      before.take(bytes, from, to - from);
    }
  }

  /** Nothing follows. */
  void end() {
    if (matched < BEGIN.length) {
      giveBack();
    }
  }

  /** It looked like the beginning of a report, and was none. */
  private void giveBack() {
    pass(BEGIN, 0, matched);
    matched = 0;
  }

  private void report(byte next) {
    line.write(next);
    if (next != '\n') {
      return;
    }
    byte[] whole = line.toByteArray();
    line.reset();
    String text = new String(whole, StandardCharsets.US_ASCII);
    inStack =
        text.startsWith("Native frames:")
            || text.startsWith("Java frames:")
            || (inStack && !text.isBlank());
    if (inStack && lines++ < MOST_LINES) {
      stacks.take(whole, 0, whole.length);
    }
  }
}
