package processpool.local.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be read from a command line, and what is left to the JVM to tell. */
class ParentOptionsWordsTest {
  private static List<String> options(String line) {
    return ParentOptions.options(line.split(" ", -1));
  }

  @Test
  void optionsThatComeAsOneWordAreFound() {
    assertThat(options("java -Da=1 --add-modules=x -ea -cp y Main --z=1"))
        .containsExactly("-Da=1", "--add-modules=x", "-ea");
  }

  @Test
  void whatNamesTheProgramIsNoOptionOfItsOwn() {
    assertThat(options("java -Da=1 --source=21 Demo.java")).isNull();
    assertThat(options("java --module-path=mods --module=app/app.Main data.txt")).isNull();
    assertThat(options("java --source 21 Demo.java")).isNull();
    assertThat(options("java -m app/app.Main")).isNull();
  }
}
