package processpool.benchmarks;

import java.util.List;

/** The least that a JVM can do: it says hello, and ends. */
public final class Hello {
  private Hello() {}

  /**
   * Says hello.
   *
   * @param args {@code stay} to stay until its standard input ends; {@code three} to start three of
   *     its kind, and to say in how many seconds they have said it and ended
   */
  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("three")) {
      System.out.println(Jvm.hellos(System.getProperty("java.home"), List.of(), 3)[1]);
      return;
    }
    System.out.println("hello");
    if (args.length > 0) {
      System.in.read();
    }
  }
}
