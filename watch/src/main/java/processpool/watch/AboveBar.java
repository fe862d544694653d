package processpool.watch;

import java.io.PrintStream;

/**
 * Stands in for {@code System.out} or {@code System.err} while there is a bar. Text is handed on as
 * text, so that the stream it stands in for encodes it. Somebody may keep it when the bar is gone:
 * then it only hands on.
 */
final class AboveBar extends PrintStream {
  private final PrintStream to;
  private final LastLine line;

  AboveBar(PrintStream to, LastLine line) {
    super(to); // which tells the encoding, since JDK 18
    this.to = to;
    this.line = line;
  }

  PrintStream original() {
    return to;
  }

  boolean isAbove(LastLine which) {
    return line == which;
  }

  @Override
  public void write(int single) {
    line.above(to, () -> to.write(single), (byte) single == '\n');
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (length > 0) {
      boolean endsLine = bytes[offset + length - 1] == '\n';
      line.above(to, () -> to.write(bytes, offset, length), endsLine);
    }
  }

  @Override
  public void print(String text) {
    String printed = String.valueOf(text);
    if (!printed.isEmpty()) {
      line.above(to, () -> to.print(printed), printed.endsWith("\n"));
    }
  }

  @Override
  public void print(boolean value) {
    print(String.valueOf(value));
  }

  @Override
  public void print(char value) {
    print(String.valueOf(value));
  }

  @Override
  public void print(int value) {
    print(String.valueOf(value));
  }

  @Override
  public void print(long value) {
    print(String.valueOf(value));
  }

  @Override
  public void print(float value) {
    print(String.valueOf(value));
  }

  @Override
  public void print(double value) {
    print(String.valueOf(value));
  }

  @Override
  public void print(char[] value) {
    print(String.valueOf(value));
  }

  @Override
  public void print(Object value) {
    print(String.valueOf(value));
  }

  @Override
  public void println() {
    line.above(to, to::println, true);
  }

  @Override
  public void println(String text) {
    line.above(to, () -> to.println(text), true);
  }

  @Override
  public void println(boolean value) {
    println(String.valueOf(value));
  }

  @Override
  public void println(char value) {
    println(String.valueOf(value));
  }

  @Override
  public void println(int value) {
    println(String.valueOf(value));
  }

  @Override
  public void println(long value) {
    println(String.valueOf(value));
  }

  @Override
  public void println(float value) {
    println(String.valueOf(value));
  }

  @Override
  public void println(double value) {
    println(String.valueOf(value));
  }

  @Override
  public void println(char[] value) {
    println(String.valueOf(value));
  }

  @Override
  public void println(Object value) {
    println(String.valueOf(value));
  }
}
