package processpool.watch.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Whatever a task prints, the page gets it, and nothing else. */
class JsonTest {
  private static String written(String text) {
    return new Json().value(text).toString();
  }

  @Test
  void valuesAreSeparated() {
    Json json = new Json().open('{').put("a", 1).name("b").open('[').value(2).value("x");
    json.open('[').close(']').value(true).close(']').put("c", "d").close('}');
    assertThat(json).hasToString("{\"a\":1,\"b\":[2,\"x\",[],true],\"c\":\"d\"}");
  }

  @Test
  void nothingEndsAScriptAStringOrALine() {
    assertThat(written("</script><!--&\"\\"))
        .isEqualTo("\"\\u003c/script\\u003e\\u003c!--\\u0026\\\"\\\\\"");
    for (char c = 0; c < 0xFFFF; c++) {
      String json = written("a" + c + "b");
      assertThat(json.chars())
          .noneMatch(x -> x < ' ' || x == '<' || x == '>' || x == 0x2028 || x == 0x2029);
      assertThat(new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .isEqualTo(json);
    }
  }

  @Test
  void wholeCharactersStayAndHalvesAreEscaped() {
    assertThat(written("慢 😀 é")).isEqualTo("\"慢 😀 é\"");
    assertThat(written("\uD83D")).isEqualTo("\"\\ud83d\"");
    assertThat(written("\uDE00\uD83D")).isEqualTo("\"\\ude00\\ud83d\"");
  }
}
