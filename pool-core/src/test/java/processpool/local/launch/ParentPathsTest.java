package processpool.local.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParentPathsTest {
  private static final String HERE = Path.of("").toAbsolutePath() + File.separator;

  @Test
  void whatIsReadIsFoundWhereTheParentWorks() {
    String list = "a" + File.pathSeparator + HERE + "b";
    String absolute = HERE + "a" + File.pathSeparator + HERE + "b";
    assertThat(
            ParentPaths.in(
                List.of(
                    "@args",
                    "-javaagent:agent.jar=x=rel",
                    "-agentpath:lib/a.so",
                    "--module-path",
                    list,
                    "--module-path=" + list,
                    "--patch-module=m=" + list,
                    "--patch-module",
                    "m=x",
                    "-Xbootclasspath/a:" + list,
                    "-XX:SharedArchiveFile=a.jsa")))
        .containsExactly(
            "@" + HERE + "args",
            "-javaagent:" + HERE + "agent.jar=x=rel",
            "-agentpath:" + HERE + "lib/a.so",
            "--module-path",
            absolute,
            "--module-path=" + absolute,
            "--patch-module=m=" + absolute,
            "--patch-module",
            "m=" + HERE + "x",
            "-Xbootclasspath/a:" + absolute,
            "-XX:SharedArchiveFile=" + HERE + "a.jsa");
  }

  @Test
  void allElseStaysAsItIs() {
    List<String> others =
        List.of("-Xmx1g", "-Dmine=rel", "-XX:ErrorFile=log", "-Xlog:gc:gc.log", "-agentlib:jdwp");
    assertThat(ParentPaths.in(others)).isEqualTo(others);
  }
}
