package processpool.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;

/** What the module costs who does not use it: nothing. */
@Timeout(120)
class NothingLoadedTest {
  static int square(int x) {
    return x * x;
  }

  /** Has the module on its class path, as an example with a profile has. */
  static class Program {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(1);
      pool.map(NothingLoadedTest::square, List.of(1, 2, 3));
      pool.close();
      pool.join();
      System.out.println("ran in " + Program.class.getName());
    }
  }

  @Test
  void byAProgramThatDoesNotAskForIt() throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    try (var lines = program.inputReader()) {
      List<String> printed = lines.lines().toList();
      assertThat(printed).contains("ran in " + Program.class.getName());
      assertThat(printed)
          .filteredOn(
              line ->
                  line.matches(
                      ".* (processpool\\.(watch|timeline)|com\\.sun\\.net|me\\.tongfei)\\..*"))
          .allMatch(line -> line.contains(NothingLoadedTest.class.getName()))
          .isNotEmpty();
    }
    assertThat(program.waitFor()).isZero();
  }
}
