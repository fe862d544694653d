package processpool.benchmarks;

import java.io.IOException;

/** The least a Java program does. With an argument it stays until its standard input ends. */
final class Hello {
  private Hello() {}

  public static void main(String[] args) throws IOException {
    System.out.println("hello");
    if (args.length > 0) {
      System.in.read();
    }
  }
}
