package processpool.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Maven starts ends in a sentence; only what is for scripts fails. */
@Timeout(300)
class MainTest {
  private static final int CONTENT = 0;
  private static final int FAILED = 1;
  private static final int TOLD = 2;

  @TempDir private Path project;
  private String printed = "";

  @BeforeEach
  void copyTheExercises() throws IOException {
    LearnersFiles.copyTo(project);
  }

  /** Without a keyboard, as a script runs it. */
  private int run(String... arguments) throws Exception {
    Path output = project.resolve("printed.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Dlearn.project=" + project, "-Dfile.encoding=UTF-8"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--language", "en"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    printed = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(printed).doesNotContain("\tat ");
    return process.exitValue();
  }

  @Test
  void onceEndsWithHowItStands() throws Exception {
    assertThat(run("once")).isEqualTo(CONTENT);
    assertThat(printed.strip()).endsWith("0 of 27 done. Next: Ex01Waves");
  }

  @Test
  void aFileThatCannotBeReadIsNoStackTrace() throws Exception {
    Exercise first = Catalog.load().get(0);
    Files.writeString(project.resolve(first.sourceFile()), first.stub(), StandardCharsets.UTF_16LE);
    assertThat(run("--once")).isEqualTo(CONTENT);
    assertThat(printed).contains("saved as UTF-16");
  }

  @Test
  void checkFailsWhileWorkIsLeft() throws Exception {
    assertThat(run("check", "--module", "example1-sleep-wait")).isEqualTo(FAILED);
    assertThat(printed).contains("0 of 6 done");
    assertThat(run("check", "--module", "example1")).isEqualTo(FAILED);
    assertThat(printed).contains("0 of 6 done");
  }

  @Test
  void aMistypedCommandOrModuleIsAnsweredWithThoseThereAre() throws Exception {
    assertThat(run("hnit")).isEqualTo(TOLD);
    assertThat(printed).contains("Unknown command: hnit", "hint2");
    assertThat(run("once", "--module", "exmaple1")).isEqualTo(TOLD);
    assertThat(printed).contains("There is no module exmaple1", "example1-sleep-wait");
  }

  @Test
  void withoutAKeyboardNoKeyIsAdvertised() throws Exception {
    assertThat(run("watch")).isEqualTo(CONTENT);
    assertThat(printed)
        .contains("0 of 27 done. Next: Ex01Waves", "There is no keyboard here")
        .doesNotContain("[q]uit", "[h]int");
  }
}
