package processpool.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import processpool.learn.Verdict.Kind;

/** Lines break where the language allows it, and none is cut by a terminal of 80 columns. */
@Timeout(60)
class LinesTest {
  private static final List<Exercise> ALL = Catalog.load();
  private static final String CLOSING =
      "[\u3002\uFF0C\u3001\uFF1A\uFF1B\uFF1F\uFF01\uFF09\u300B\u201D]";
  private static final String OPENING = "[\uFF08\u300A\u201C]";

  @Test
  void linesBreakAtSpacesAndBetweenChineseCharacters() {
    String english = Lines.wrap("word ".repeat(40));
    assertThat(english.lines()).allMatch(line -> Lines.width(line) <= 76);
    String chinese = Lines.wrap("\u8fdb\u7a0b\u6c60\u3002".repeat(30));
    assertThat(chinese.lines()).allMatch(line -> Lines.width(line) <= 78);
    assertThat(chinese.lines().count()).isBetween(2L, 4L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u8fdb\u7a0b\uFF08\u6c60\uFF09\u3002",
        "\u8fdb\u201C\u7a0b\u6c60\u201D\uFF0C",
        "\u8fdb\u7a0b\u300A\u6c60\u300B\u7684",
        "\u8fdb\uFF08\u201C\u7a0b\u201D\uFF09",
        "\u8fdb\u7a0b\uFF08Ex16\uFF09\u6c60",
        "\u8fdb\u7a0b\u201Cfailed: \u201D\u6c60",
      })
  void noOpeningMarkEndsALineAndNoClosingMarkBeginsOne(String piece) {
    for (int shift = 0; shift < 12; shift++) {
      String wrapped = Lines.wrap("x".repeat(shift) + piece.repeat(40));
      assertThat(wrapped.lines().count()).isGreaterThan(3);
      assertThat(wrapped.lines()).noneMatch(line -> line.matches(CLOSING + ".*"));
      assertThat(wrapped.lines()).noneMatch(line -> line.matches(".*" + OPENING));
      assertThat(wrapped.lines()).allMatch(line -> Lines.width(line) <= Lines.WIDTH);
    }
  }

  @Test
  void aLongLineOfCodeStaysCodeAndALongCommentStaysAComment() {
    String source =
        " * a comment " + "that goes on ".repeat(8) + "\n  int sum = one" + " + another".repeat(9);
    List<String> lines = Lines.code(source).lines().toList();
    assertThat(lines).hasSize(4).allMatch(line -> Lines.width(line) <= Lines.TERMINAL);
    assertThat(lines.get(1)).startsWith(" * ");
    assertThat(lines.get(3)).startsWith("      +");
    assertThat(Lines.code("int x = 1;\n\n// so\n")).isEqualTo("int x = 1;\n\n// so");
  }

  @Test
  void theRestOfACommentsParagraphMovesWithItsLongLine() {
    String comment =
        "/**\n * " + "word ".repeat(18).strip() + "\n * end\n *\n * <p>next\n * @param x\n */";
    assertThat(Lines.code(comment).lines())
        .containsExactly(
            "/**",
            " * " + "word ".repeat(15).strip(),
            " * word word word end",
            " *",
            " * <p>next",
            " * @param x",
            " */");
  }

  /** All that the runner says of each exercise, without what the test says. */
  @ParameterizedTest
  @EnumSource
  void nothingIsCutAtEightyColumns(Language language) throws Exception {
    Pages pages = new Pages(language, new Style(false));
    for (String module : Modules.ALL) {
      Progress progress =
          new Progress(
              Folders.project(), ALL.stream().filter(e -> e.module().equals(module)).toList());
      fits(pages.bar(progress) + pages.list(progress, 1));
      for (int i = 0; i < progress.exercises().size(); i++) {
        Exercise exercise = progress.exercises().get(i);
        fits(pages.title(progress, i) + pages.task(exercise) + pages.lastHint(exercise));
        fits(pages.hint(exercise, 1) + pages.hint(exercise, 2));
        fits(pages.file(exercise, Verdict.of(Kind.PASSED, "")));
        fits(pages.file(exercise, Verdict.of(Kind.NOT_DONE, "")));
        fits(Lines.code(exercise.solution()));
        String line = exercise.id() + ".java:30: " + "return pool.map(task, list) ".repeat(3);
        fits(pages.verdict(Verdict.of(Kind.BROKEN, "';' expected", line, "")));
      }
      for (String command : List.of("once", "hint", "hint2", "watch", "list")) {
        fits(Commands.of(command, module, Language.of("").other()));
      }
      fits(Commands.test(module, Language.of("").other()));
    }
    fits(new Doctor(pages, new Progress(Folders.project(), ALL)).report());
  }

  @ParameterizedTest
  @EnumSource
  void nothingThatIsSaidOfTheRunnerItselfIsCut(Language language) throws Exception {
    Properties sentences = TextsTest.sentences(language);
    Pages pages = new Pages(language, new Style(false));
    for (String key : sentences.stringPropertyNames()) {
      Object[] values = {1, 2, 3, 4};
      fits(pages.say(key, values));
    }
  }

  private static void fits(String page) {
    assertThat(page.lines()).allMatch(line -> Lines.width(line) <= Lines.TERMINAL);
  }
}
