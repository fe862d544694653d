package processpool.docs.book;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import processpool.docs.check.Scenario;

/** A program of two processes that asks to have the second one killed. */
final class AsksForTheSecond {
  private AsksForTheSecond() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      System.in.read(); // until the other side is gone
      return;
    }
    Process first = start();
    Process second = start();
    System.out.println(Scenario.KILL + second.pid());
    CompletableFuture.anyOf(first.onExit(), second.onExit()).join();
    System.out.println("the first one lives: " + first.isAlive());
    first.destroyForcibly().waitFor();
    second.destroyForcibly().waitFor();
  }

  private static Process start() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            AsksForTheSecond.class.getName(),
            "stay")
        .start();
  }
}
