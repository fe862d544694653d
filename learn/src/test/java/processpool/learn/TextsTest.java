package processpool.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.learn.labs.Sentence;

/** The runner says the same in both languages, in lines that fit a terminal. */
@Timeout(30)
class TextsTest {
  private static final Pattern GAP = Pattern.compile("%[sd]");

  static Properties sentences(Language language) throws Exception {
    Properties sentences = new Properties();
    String name = "texts_" + language.code + ".properties";
    try (Reader in =
        new InputStreamReader(Texts.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
      sentences.load(in);
    }
    return sentences;
  }

  @Test
  void bothLanguagesHaveTheSameSentencesWithTheSameGaps() throws Exception {
    Properties english = sentences(Language.EN);
    Properties chinese = sentences(Language.ZH);
    assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    for (String key : english.stringPropertyNames()) {
      assertThat(gaps(chinese.getProperty(key))).as(key).isEqualTo(gaps(english.getProperty(key)));
    }
  }

  private static String gaps(String sentence) {
    return GAP.matcher(sentence).results().map(m -> m.group()).reduce("", String::concat);
  }

  @Test
  void outputInATaskStandsInQuotesAndCodeDoesNot() {
    String source =
        """
        /**
         * Exercise 1: it.
         *
         * <p>Return {@code failed: } and call {@code visit(folder, "ada")} of {@link #longTask}, as
         * {@code map} in {@code count=4, pid=5}.
         */""";
    assertThat(TaskText.of(source, Language.EN).replace("\n", " "))
        .isEqualTo(
            "Return \"failed: \" and call visit(folder, \"ada\") of longTask, as map in"
                + " \"count=4, pid=5\".");
  }

  @Test
  void ofAMessageInBothLanguagesTheLearnerReadsOne() {
    String message = "not so\n\u4e0d\u662f\u8fd9\u6837";
    Sentence both = Language.both(message);
    assertThat(Language.EN.pick(both)).isEqualTo("not so");
    assertThat(Language.ZH.pick(both)).isEqualTo("\u4e0d\u662f\u8fd9\u6837");
    assertThat(Language.ZH.pick(Language.both("only English"))).isEqualTo("only English");
  }
}
