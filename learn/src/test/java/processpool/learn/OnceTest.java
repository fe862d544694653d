package processpool.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import processpool.learn.Verdict.Kind;

/** What Maven's test shows: done, current, to do; what is wrong, the file, and what to type. */
@Timeout(30)
class OnceTest {
  private static final List<Exercise> ALL = Catalog.load();

  private final Progress progress = new Progress(Folders.project(), ALL);
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Once once(Language language) {
    return once(language, false);
  }

  private Once once(Language language, boolean mavensTest) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Once(new Pages(language, new Style(false)), out, mavensTest);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void answer(int index, Verdict verdict) {
    progress.put(ALL.get(index), verdict);
  }

  @Test
  void theCurrentExerciseIsTheFirstThatIsNotDone() {
    answer(0, Verdict.of(Kind.PASSED, ""));
    String message = "threads are not processes\n\u7ebf\u7a0b\u4e0d\u662f\u8fdb\u7a0b";
    answer(1, Verdict.of(Kind.FAILED, message, "Ex02PoolSize.java:30", ""));
    answer(2, Verdict.of(Kind.PASSED, ""));
    once(Language.EN).show(progress);
    assertThat(text())
        .contains("2 of " + ALL.size())
        .contains("   [x] Ex01Waves", "-> [ ] Ex02PoolSize", "   [x] Ex03AtTheDoor")
        .contains("threads are not processes")
        .contains("At: Ex02PoolSize.java:30")
        .contains("Edit: Ex02PoolSize.java\n  in " + ALL.get(1).sourceFile().getParent() + "\n")
        .contains("mvn -q compile exec:exec -pl learn -am -Dlearn=hint")
        .endsWith("2 of " + ALL.size() + " done. Next: Ex02PoolSize" + System.lineSeparator())
        .doesNotContain("\u7ebf\u7a0b", "\tat ");
  }

  @Test
  void aChineseLearnerReadsChinese() {
    String message = "threads are not processes\n\u7ebf\u7a0b\u4e0d\u662f\u8fdb\u7a0b";
    answer(0, Verdict.of(Kind.FAILED, message));
    once(Language.ZH).show(progress);
    assertThat(text())
        .contains("\u7ebf\u7a0b\u4e0d\u662f\u8fdb\u7a0b", ALL.get(0).title(Language.ZH))
        .doesNotContain("threads are not processes", ALL.get(0).title(Language.EN));
  }

  @Test
  void whoHasDoneAllIsSentToTheLabs() {
    for (int i = 0; i < ALL.size(); i++) {
      answer(i, Verdict.of(Kind.PASSED, ""));
    }
    once(Language.EN).show(progress);
    assertThat(text())
        .contains("All exercises are done")
        .contains("-Dlearn=labs")
        .doesNotContain("b lists");
  }

  @ParameterizedTest
  @CsvSource({
    "example1-sleep-wait, example2-close-join",
    "example2-close-join, example3-get-results",
    "example3-get-results, example1-sleep-wait" // which nobody has begun
  })
  void whoHasDoneOneModuleIsSentToTheNext(String module, String next) {
    Progress finished = finished(Folders.project(), module);
    once(Language.EN, true).show(finished);
    assertThat(text())
        .contains("All exercises of " + module + " are done. The next module:")
        .contains(Commands.test(next, Language.EN))
        .contains("-pl " + next + " -am")
        .doesNotContain("-Dlearn=labs", "All exercises are done");
    once(Language.ZH, false).show(finished);
    assertThat(text())
        .contains(module + " \u7684\u7ec3\u4e60\u5168\u90e8\u5b8c\u6210")
        .contains("-Dlearn=once -Dmodule=" + Modules.brief(next));
    once(Language.EN).hint(finished, 1);
    assertThat(text()).doesNotContain("-Dlearn=labs");
  }

  @Test
  void whoHasDoneTheLastModuleAndLeftNoneOutIsSentToTheLabs(@TempDir Path project)
      throws Exception {
    LearnersFiles.copyTo(project);
    for (Exercise exercise : ALL) {
      Files.writeString(project.resolve(exercise.sourceFile()), exercise.solution());
    }
    once(Language.EN, true).show(finished(project, "example3-get-results"));
    assertThat(text()).contains("All exercises are done", "-Dlearn=labs");
  }

  private static Progress finished(Path project, String module) {
    List<Exercise> own = ALL.stream().filter(e -> e.module().equals(module)).toList();
    Progress finished = new Progress(project, own);
    own.forEach(exercise -> finished.put(exercise, Verdict.of(Kind.PASSED, "")));
    return finished;
  }

  @Test
  void anExerciseIsCalledByItsOwnNumberInOneModuleToo() {
    List<Exercise> third = ALL.stream().filter(e -> e.module().startsWith("example3")).toList();
    Progress progress = new Progress(Folders.project(), third);
    once(Language.EN).show(progress);
    once(Language.ZH).show(progress);
    assertThat(text()).contains("Exercise 13: ", "\u7ec3\u4e60 13\uFF1A");
    for (int i = 0; i < ALL.size(); i++) {
      assertThat(ALL.get(i).number()).isEqualTo(i + 1);
      assertThat(ALL.get(i).stub()).contains("Exercise " + (i + 1) + ": ");
    }
  }

  @Test
  void aHintLeadsToTheNextOne() {
    once(Language.EN).hint(progress, 1);
    assertThat(text()).contains("Hint 1 of 2", "-Dlearn=hint2");
  }

  @Test
  void aMissingImportIsNamed() {
    assertThat(MissingImport.of("cannot find symbol\n  symbol:   class AsyncResult"))
        .isEqualTo("import processpool.AsyncResult;");
    assertThat(MissingImport.of("cannot find symbol\n  symbol:   variable Files"))
        .isEqualTo("import java.nio.file.Files;");
    assertThat(MissingImport.of("cannot find symbol\n  symbol:   variable tusks")).isEmpty();
  }
}
