package processpool.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.learn.Verdict.Kind;

/** What Maven's test shows: done, current, to do; what is wrong, the file, and what to type. */
@Timeout(30)
class OnceTest {
  private static final List<Exercise> ALL = Catalog.load();

  private final Progress progress = new Progress(Folders.project(), ALL);
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Once once(Language language) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Once(new Pages(language, new Style(false)), out, "");
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
        .contains("Edit: " + ALL.get(1).sourceFile())
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
