package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code java Demo.java}, whose classes are nowhere but in the program's memory. */
@Timeout(60)
class SourceLauncherTest {
  private static final String DEMO =
      """
      import java.util.*;
      import processpool.*;
      class Demo {
        record Order(int amount) implements java.io.Serializable {}
        static Order twice(Order order) { return new Order(2 * order.amount()); }
        static int fail(int x) { class Own extends Exception {}; throw new Oops("x=" + x); }
        static class Oops extends RuntimeException { Oops(String m) { super(m); } }
        public static void main(String[] args) throws Exception {
          ProcessPool pool = new ProcessPool(2);
          int factor = 3;
          System.out.println(pool.apply(Demo::twice, new Order(4)));
          System.out.println(pool.map(x -> new Order(factor * x), List.of(1, 2)));
          try {
            pool.apply(Demo::fail, 1);
          } catch (java.util.concurrent.ExecutionException e) {
            System.out.println(e.getCause());
          }
          pool.close();
          pool.join();
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void itsMethodsLambdasRecordsAndExceptionsTravel() throws Exception {
    Path file = Files.writeString(folder.resolve("Demo.java"), DEMO);
    Program.Ended ended = Program.java("-cp", Program.poolCore(), file);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .isEqualTo(
            """
            Order[amount=8]
            [Order[amount=3], Order[amount=6]]
            Demo$Oops: x=1
            """);
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void withOptionsOfItsOwn() throws Exception {
    Path file = Files.writeString(folder.resolve("Demo.java"), DEMO);
    String version = String.valueOf(Runtime.version().feature());
    Program.Ended ended =
        Program.java(
            "-ea",
            "--enable-preview",
            "--source",
            version,
            "--class-path",
            Program.poolCore(),
            file);
    assertThat(ended.out()).startsWith("Order[amount=8]");
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void aFileThatIsCompiledOnlyWhenAWorkerNeedsIt() throws Exception {
    Assumptions.assumeTrue(Runtime.version().feature() >= 22, "Java 22 runs several source files");
    Files.writeString(
        folder.resolve("Tax.java"), "public class Tax { static int add(int x) { return x + 1; } }");
    Path file =
        Files.writeString(
            folder.resolve("Demo.java"),
            DEMO.replace("new Order(2 * order.amount())", "new Order(Tax.add(order.amount()))"));
    Program.Ended ended = Program.java("-cp", Program.poolCore(), file);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).startsWith("Order[amount=5]");
  }
}
