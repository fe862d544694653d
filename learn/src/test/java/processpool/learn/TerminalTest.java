package processpool.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A learner at a terminal: the runner is driven by keys and saved files, and read on its screen.
 */
@Timeout(240)
class TerminalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<Exercise> ALL = Catalog.load();

  @TempDir(cleanup = CleanupMode.NEVER)
  private Path project;

  private final StringBuffer screen = new StringBuffer();
  private PtyProcess runner;

  @BeforeEach
  void copyTheExercises() throws IOException {
    LearnersFiles.copyTo(project);
  }

  @AfterEach
  void endTheRunner() throws Exception {
    if (runner != null && runner.isAlive()) {
      runner.destroyForcibly().waitFor();
    }
    Folders.delete(project);
  }

  private void start(String terminalType) {
    start(terminalType, 60);
  }

  private void start(String terminalType, int limitSeconds) {
    String[] command = {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-Dlearn.project=" + project,
      "-Dlearn.limit=" + limitSeconds,
      "-Dfile.encoding=UTF-8",
      "-cp",
      System.getProperty("java.class.path"),
      Main.class.getName(),
      "watch",
      "--language",
      "en"
    };
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("TERM", terminalType);
    try {
      runner =
          new PtyProcessBuilder(command)
              .setEnvironment(environment)
              .setInitialColumns(120)
              .setInitialRows(40)
              .start();
    } catch (IOException | RuntimeException | LinkageError e) {
      Assumptions.abort("no pseudo-terminal can be had here: " + e);
    }
    Thread reader = new Thread(() -> read(runner.getInputStream()), "screen");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream in) {
    char[] buffer = new char[4096];
    try (Reader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      for (int n = text.read(buffer); n >= 0; n = text.read(buffer)) {
        screen.append(buffer, 0, n);
      }
    } catch (IOException closed) {
      // The runner has quit.
    }
  }

  private void awaitScreen(String text) {
    await(text)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .failFast("the runner has ended", () -> !runner.isAlive())
        .untilAsserted(() -> assertThat(screen.toString()).contains(text));
  }

  private void press(String keys) throws IOException {
    screen.setLength(0);
    runner.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    runner.getOutputStream().flush();
  }

  /** As many editors do: a new file, renamed over the old one. */
  private void save(Exercise exercise, String text) throws IOException {
    screen.setLength(0);
    Path file = project.resolve(exercise.sourceFile());
    Path draft = file.resolveSibling("draft.tmp");
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private List<ProcessHandle> family() {
    try (Stream<ProcessHandle> all = ProcessHandle.of(runner.pid()).orElseThrow().descendants()) {
      return all.toList();
    }
  }

  private void quit() throws Exception {
    List<ProcessHandle> family = family();
    press("q");
    assertThat(runner.waitFor(30, TimeUnit.SECONDS)).as("quits").isTrue();
    assertThat(runner.exitValue()).isZero();
    await().atMost(PATIENCE).until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void theBarAdvancesWhenAFileIsSavedWithASolution() throws Exception {
    start("xterm-256color");
    awaitScreen("0 of " + ALL.size());
    awaitScreen("[q]uit");
    press("h");
    awaitScreen("Hint 1 of 2");
    press("s");
    awaitScreen("The solution shows after your answer passes");

    Exercise first = ALL.get(0);
    save(first, first.wrong().get("OneAtATime"));
    awaitScreen("Not yet:");
    awaitScreen("each wave serves as many tasks as there are");
    save(first, first.solution());
    awaitScreen("1 of " + ALL.size());
    awaitScreen("Done!");
    press("s");
    awaitScreen("(tasks + workers - 1) / workers");
    assertThat(screen.toString()).doesNotContain("Edit:");
    press("n");
    awaitScreen(ALL.get(1).title(Language.EN));
    press("g");
    awaitScreen(ALL.get(1).title(Language.ZH));
    press("g");
    awaitScreen("[q]uit");
    press("b");
    awaitScreen("or any other key to go back");
    assertThat(screen.toString()).contains("Lab 3: ").doesNotContain("[q]uit");
    press("3");
    awaitScreen("And no process is left over.");
    awaitScreen("Press any key to go back"); // what is typed before is not taken for an answer
    press(" x");
    awaitScreen("[q]uit");
    quit();
  }

  @Test
  void anEndlessLoopIsStoppedAndBrokenCodeIsShownByItsLine() throws Exception {
    start("xterm-256color", 5);
    awaitScreen("[q]uit");
    Exercise first = ALL.get(0);
    save(first, first.solution().replace("return ", "while (tasks > 1) {} return "));
    awaitScreen("was stopped");
    await("only the next host is left").atMost(PATIENCE).until(() -> family().size() == 1);
    save(first, first.solution().replace("return ", "retrun "));
    awaitScreen("It does not compile");
    awaitScreen("At: Ex01Waves.java:");
    save(first, first.solution().replace("return ", "new ArrayList<>(); return "));
    awaitScreen("import java.util.ArrayList;");
    press("r");
    awaitScreen("Press r again");
    press("r");
    awaitScreen("Your version is in");
    awaitScreen("Not done yet");
    assertThat(Files.readString(project.resolve(first.sourceFile()))).isEqualTo(first.stub());
    quit();
  }

  @Test
  void aFinishedExerciseIsJudgedAgainAndGoneBackTo() throws Exception {
    Exercise first = ALL.get(0);
    Files.writeString(project.resolve(first.sourceFile()), first.solution());
    start("xterm-256color");
    awaitScreen("Exercise 2: ");
    awaitScreen("[q]uit");
    assertThat(screen.toString())
        .contains("[n]ext", "[p]revious", "[1-27] go to", "hide [t]ask")
        .doesNotContain("[r]eset", "[s]olution");

    save(first, first.solution().replace(";\n", "\uFF1B\n"));
    awaitScreen("(Ex01Waves) was saved, and is not done. 1 goes there");
    awaitScreen("0 of " + ALL.size());
    press("1");
    awaitScreen("1: press Enter, or the next digit");
    press("\r");
    awaitScreen("Exercise 1: ");
    awaitScreen("a full-width character");
    press("g");
    awaitScreen("\u975e\u6cd5\u5b57\u7b26");
    awaitScreen("\u5168\u89d2\u5b57\u7b26");
    press("g");
    awaitScreen("[q]uit");
    assertThat(screen.toString()).contains("Edit:", "[r]eset").doesNotContain("[p]revious");

    press("t");
    awaitScreen("show [t]ask");
    assertThat(screen.toString()).doesNotContain("What to do:");
    press("t");
    awaitScreen("hide [t]ask");
    assertThat(screen.toString()).contains("What to do:");
    press("27");
    awaitScreen("Exercise 27: ");
    press("\u001b[D\u001b[B"); // arrows are not the letters they are made of
    press("p");
    awaitScreen("Exercise 26: ");
    awaitScreen("[q]uit");
    assertThat(screen.toString()).doesNotContain("Doctor", "Lab 1");
    quit();
  }

  @Test
  void aTerminalWithoutColoursGetsPlainText() throws Exception {
    start("dumb");
    awaitScreen("0 of " + ALL.size());
    awaitScreen("[q]uit");
    press("l\n");
    awaitScreen(ALL.get(ALL.size() - 1).title(Language.EN));
    assertThat(screen.toString()).doesNotContain("\u001b[3");
    press("q\n");
    assertThat(runner.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }
}
