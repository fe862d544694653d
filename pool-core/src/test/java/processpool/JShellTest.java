package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Snippets as tasks: each is a class that JShell sends to a JVM of its own, which has the pool. */
@Timeout(60)
class JShellTest {
  private static String last(UnaryOperator<JShell.Builder> how, boolean addLater) throws Exception {
    try (JShell shell = how.apply(JShell.builder()).build()) {
      if (addLater) {
        shell.addToClasspath(Program.poolCore().toString());
      }
      List<String> values = new ArrayList<>();
      for (String line :
          List.of(
              "import processpool.*;",
              "record Order(int amount) implements java.io.Serializable {}",
              "int square(int x) { return x * x; }",
              "var pool = new ProcessPool(1);",
              "var results = new java.util.ArrayList<Object>();",
              "results.add(pool.apply(x -> square(x) + 1, 6));",
              "results.add(pool.apply(o -> new Order(2 * o.amount()), new Order(4)));",
              "class Later implements java.io.Serializable { int x = 5; }",
              "results.add(pool.apply(later -> later.x, new Later()));",
              "int factor = 10;", // a static field, which a worker has for itself
              "results.add(pool.apply(x -> x * factor, 4));",
              "results.add(pool.applyAsync((f, x) -> x * f, factor, 4).get());",
              "pool.terminate();",
              "results.toString()")) {
        for (SnippetEvent event : shell.eval(line)) {
          if (event.exception() != null) {
            throw event.exception();
          }
          assertThat(shell.diagnostics(event.snippet())).as(line).isEmpty();
          values.add(event.value());
        }
      }
      return values.get(values.size() - 1);
    }
  }

  private static final String EXPECTED = "\"[37, Order[amount=8], 5, 0, 40]\"";

  @Test
  void withThePoolOnTheClassPathAsTheToolHasIt() throws Exception {
    String poolCore = Program.poolCore().toString();
    assertThat(
            last(
                shell -> shell.compilerOptions("-cp", poolCore).remoteVMOptions("-cp", poolCore),
                false))
        .isEqualTo(EXPECTED);
  }

  @Test
  void withThePoolAddedLater() throws Exception {
    assertThat(last(shell -> shell, true)).isEqualTo(EXPECTED);
  }
}
