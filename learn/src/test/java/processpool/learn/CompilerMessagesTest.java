package processpool.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import processpool.learn.Verdict.Kind;

/** What does not compile is explained in the learner's language, whatever the system's is. */
@Timeout(300)
class CompilerMessagesTest {
  private static final Path PROJECT = Folders.project();
  private static final Judge JUDGE = new Judge(PROJECT, Duration.ofSeconds(60), false);
  private static final Exercise WAVES = Catalog.load().get(0);

  private final Locale own = Locale.getDefault();

  @AfterEach
  void backToTheOwnLocale() {
    Locale.setDefault(own);
  }

  @AfterAll
  static void endTheJudge() {
    JUDGE.close();
  }

  private static String told(String answer, Language language) throws Exception {
    Verdict verdict = JUDGE.judge(WAVES, answer);
    assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
    return new Pages(language, new Style(false)).verdict(verdict).replaceAll("\\s+", " ");
  }

  private static String insteadOfReturn(String code) {
    return WAVES.solution().replace("    return ", "    " + code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh-CN"})
  void theLanguageIsTheLearnersAndNotTheSystems(String system) throws Exception {
    Locale.setDefault(Locale.forLanguageTag(system));
    String answer = insteadOfReturn("new ArrayList<>(); return ");
    assertThat(told(answer, Language.EN))
        .contains("cannot find symbol", "import java.util.ArrayList;")
        .doesNotContain("\u627e\u4e0d\u5230\u7b26\u53f7");
    assertThat(told(answer, Language.ZH))
        .contains("\u627e\u4e0d\u5230\u7b26\u53f7", "import java.util.ArrayList;")
        .doesNotContain("cannot find symbol");
  }

  @ParameterizedTest
  @CsvSource({
    "'int x = 1\uFF1B return ', \uFF1B, ;",
    "'int x = \uFF081); return ', \uFF08, (",
    "'String s = \u201Chello\u201D; return ', \u201C, '\"'",
    "'String s = \"hello\u201D; return ', \u201D, '\"'",
    "'int x = 1\uFF0B1; return ', \uFF0B, +",
    "'int[] x = {1\u30012}; return ', \u3001, ','"
  })
  void fullWidthPunctuationIsNamedWithWhatToType(String code, String wide, String java)
      throws Exception {
    String answer = insteadOfReturn(code);
    int line = answer.substring(0, answer.indexOf(wide)).split("\n", -1).length;
    assertThat(told(answer, Language.EN))
        .contains("Line " + line + " has \u201C" + wide + "\u201D, a full-width character")
        .contains("Type " + java + " there")
        .contains("At: Ex01Waves.java:" + line + ": " + code.strip());
    assertThat(told(answer, Language.ZH))
        .contains(
            "\u7b2c " + line + " \u884c\u6709\u5168\u89d2\u5b57\u7b26\u201C" + wide + "\u201D");
  }

  @Test
  void aSpaceThatIsNoneIsNamedByItsNumber() throws Exception {
    assertThat(told(insteadOfReturn("int\u3000x = 1; return "), Language.EN)).contains("U+3000");
    assertThat(told(insteadOfReturn("int\u00A0x = 1; return "), Language.ZH)).contains("U+00A0");
  }

  @Test
  void inCommentsAndLiteralsFullWidthCharactersAreFine() {
    String fine =
        """
        // \uFF1B
        /* \uFF08\u201C */
        class A {
          String s = "a\\"\uFF1B";
          char c = '\uFF1B', d = '"', e = '\\'';
          String t = \"""
            \uFF1B " \u201C
            \""";
        }
        """;
    assertThat(FullWidth.in(fine)).isNull();
    assertThat(FullWidth.in(fine + "\uFF1B")).isEqualTo(new FullWidth.Found(10, '\uFF1B', ";"));
  }

  @Test
  void aMethodThatTheTestMissesIsToBeLeftAsItWas() throws Exception {
    String answer = WAVES.solution().replace("int waves(", "int wave(");
    assertThat(told(answer, Language.EN)).contains("Ex01WavesTest.java:", "Keep the names");
  }
}
