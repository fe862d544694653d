package processpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tests that docs/conformance.md names for this module exist. */
class ClusterConformanceTest {
  private static final Path LIST =
      Path.of("").toAbsolutePath().getParent().resolve("docs/conformance.md");
  private static final Pattern NAMED = Pattern.compile("`((?:\\w+\\.)*[A-Z]\\w*Test)\\.(\\w+)`");

  @Test
  void everyTestThatIsNamedExists() throws Exception {
    String all = Files.readString(LIST);
    String ours = all.substring(all.indexOf("## What module `pool-cluster` promises"));
    Matcher named = NAMED.matcher(ours);
    int count = 0;
    while (named.find()) {
      List<String> tests =
          Arrays.stream(Class.forName("processpool." + named.group(1)).getDeclaredMethods())
              .filter(method -> method.isAnnotationPresent(Test.class))
              .map(method -> method.getName())
              .toList();
      assertThat(tests).as(named.group()).contains(named.group(2));
      count++;
    }
    assertThat(count).isGreaterThan(20);
  }
}
