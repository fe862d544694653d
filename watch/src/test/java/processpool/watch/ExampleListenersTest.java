package processpool.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import processpool.PoolListener;
import processpool.timeline.TimelineListener;

/**
 * -Dlive, -Dinsights and -Dtimeline on an example's command each add a listener to those of the
 * others.
 */
class ExampleListenersTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void eachProfileNamesItsOwn() throws Exception {
    String pom = Files.readString(ROOT.resolve("example-parent").resolve("pom.xml"));
    String command = Files.readString(ROOT.resolve("pom.xml"));
    Matcher argument = Pattern.compile("-Dprocesspool.listener=([^<]*)<").matcher(command);
    assertThat(argument.find()).isTrue();
    String named = argument.group(1);
    Matcher set = Pattern.compile("<(\\w+\\.listener)>([^<]*),</\\1>").matcher(pom);
    while (set.find()) {
      assertThat(command).as("empty unless asked for").contains("<" + set.group(1) + "/>");
      assertThat(PoolListener.class).isAssignableFrom(Class.forName(set.group(2)));
      named = named.replace("${" + set.group(1) + "}", set.group(2) + ",");
    }
    assertThat(named.split(",", -1))
        .containsExactlyInAnyOrder(
            LiveListener.class.getName(),
            InsightsListener.class.getName(),
            TimelineListener.class.getName(),
            "");
  }
}
