package processpool.docs.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each recipe is for, whatever its page shows. */
@Timeout(120)
class RecipesTest {
  private static final Site SITE = new Site(Path.of("..").toAbsolutePath().normalize());
  private static final Path PROGRAMS = Path.of("src/main/java/processpool/docs");
  private static final Pattern OF_THE_POOL = Pattern.compile("ray\\.remote|signal\\.");

  private static long count(String output, String line) {
    return Pattern.compile("(?m)" + line).matcher(output).results().count();
  }

  @Test
  void thePhotoOfAKilledWorkerIsDoneToo() throws Exception {
    String output = Runs.output("thumbnails");
    assertThat(output).contains("killing a worker", "done: 24 of 24", "deaths: 1");
  }

  @Test
  void aLeakIsTamedAndACrashFailsOneDocument() throws Exception {
    String output = Runs.output("library");
    assertThat(count(output, "retirements=[1-9]")).isOne();
    assertThat(count(output, "^document")).isOne();
    assertThat(output).contains("document 13: WorkerDiedException", "deaths: 2");
  }

  @Test
  void asManyConnectionsAreClosedAsWereOpened() throws Exception {
    String output = Runs.output("connection");
    assertThat(count(output, "^worker \\d: opened$")).isEqualTo(2);
    assertThat(count(output, "^worker \\d: closed$")).isEqualTo(2);
  }

  @Test
  void eachProcessLogsUnderItsOwnNameAndIntoItsOwnFile() throws Exception {
    String output = Runs.output("logging");
    for (String process : List.of("main", "worker-0", "worker-1")) {
      assertThat(output).contains("[" + process + "]", "file: " + process + ".");
    }
  }

  /**
   * Without comments, lines of brackets only, those that print for show, and Python's name of main.
   */
  private static int lines(Path file, String region, boolean ofThePoolOnly) throws IOException {
    return (int)
        Regions.read(file, region)
            .lines()
            .map(String::strip)
            .filter(line -> line.matches(".*\\w.*") && !line.matches("(//|/\\*|\\*|#).*"))
            .filter(line -> !line.startsWith("System.out."))
            .filter(line -> !(region.endsWith("-pool") && line.startsWith("def ")))
            .filter(line -> !ofThePoolOnly || OF_THE_POOL.matcher(line).find())
            .count();
  }

  /** All lines, and those that are for the pool, as the page's table says them. */
  private static String javaLines(String program, String... regions) throws IOException {
    Path file = PROGRAMS.resolve(program + ".java");
    int pool = 0;
    for (String region : regions) {
      pool += lines(file, region, false);
    }
    return pool + lines(file, "task", false) + " (" + pool + ")";
  }

  private static String pythonLines(String program, String recipe) throws IOException {
    Path file = Path.of("python").resolve(program);
    int task = lines(file, recipe, false);
    int pool = lines(file, recipe + "-pool", false);
    return task + pool + " (" + (pool + lines(file, recipe, true)) + ")";
  }

  @ParameterizedTest
  @CsvSource({
    "Thumbnails, pool run, thumbnails",
    "CountWords, run, words",
    "ConnectionPerWorker, run end, connection"
  })
  void thePagesCountLinesAsTheyAre(String program, String regions, String recipe)
      throws IOException {
    String cells =
        String.join(
            " | ",
            javaLines(program, regions.split(" ")),
            pythonLines("recipes_mpire.py", recipe),
            pythonLines("recipes_ray.py", recipe));
    for (Path page : List.of(SITE.english("recipes.md"), SITE.chinese("recipes.md"))) {
      assertThat(Files.readString(page)).contains("| " + cells + " |");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mpire", "ray"})
  void thePythonProgramsRunWhereTheirLibrariesAre(String library) throws Exception {
    assumeTrue(Scenario.findPython().isPresent(), "python3 was not found");
    String python = Scenario.findPython().orElseThrow().toString();
    Process imports =
        new ProcessBuilder(python, "-c", "import PIL, tqdm, " + library)
            .redirectErrorStream(true)
            .start();
    imports.inputReader().lines().forEach(line -> {});
    assumeTrue(imports.waitFor() == 0, library + ", pillow or tqdm was not found");
    Scenario scenario = new Scenario(library, "recipes_" + library + ".py", List.of(), false, "");
    assertThat(scenario.run(SITE.root))
        .contains("thumbnails: 6", "words: {'door': 30, 'pool': 30}", "sum: 10100");
  }
}
