package processpool.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import processpool.learn.Verdict.Kind;

/** A file that an editor has saved in its own way is understood, or the learner is told how to. */
@Timeout(300)
class EncodingTest {
  private static final Exercise WAVES = Catalog.load().get(0);
  private static final String MARK = "\uFEFF";
  private static final String ANSWER = WAVES.solution() + "// \u6ce2\u6570\n";

  @TempDir private Path project;
  private Judge judge;

  @BeforeEach
  void begin() throws Exception {
    LearnersFiles.copyTo(project);
    judge = new Judge(project, Duration.ofSeconds(60), false);
  }

  @AfterEach
  void end() {
    judge.close();
  }

  private Verdict saved(String text, Charset charset) throws Exception {
    Files.write(project.resolve(WAVES.sourceFile()), text.getBytes(charset));
    return judge.judge(WAVES);
  }

  private static String read(Verdict verdict, Language language) {
    return new Pages(language, new Style(false)).verdict(verdict).replaceAll("\\s+", " ");
  }

  @Test
  void gbkIsNamedAndTheLearnerIsToldWhatToDo() throws Exception {
    Verdict verdict = saved(ANSWER, Charset.forName("GBK"));
    assertThat(verdict.kind()).isEqualTo(Kind.NOT_JUDGED);
    assertThat(read(verdict, Language.EN)).contains("GBK", "Save with Encoding", "\"UTF-8\"");
    assertThat(read(verdict, Language.ZH))
        .contains("GBK", "UTF-8", "\u901a\u8fc7\u7f16\u7801\u4fdd\u5b58");
  }

  @Test
  void utf16IsNamedWithAndWithoutAMark() throws Exception {
    for (Charset charset :
        List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      Verdict verdict = saved(ANSWER, charset);
      assertThat(verdict.kind()).isEqualTo(Kind.NOT_JUDGED);
      assertThat(read(verdict, Language.EN)).contains("saved as UTF-16");
      assertThat(read(verdict, Language.ZH)).contains("UTF-16");
    }
  }

  @Test
  void aByteOrderMarkIsPassedOverAndMentioned() throws Exception {
    Verdict right = saved(MARK + WAVES.solution(), StandardCharsets.UTF_8);
    assertThat(right.kind()).isEqualTo(Kind.PASSED);
    assertThat(read(right, Language.EN)).contains("Done!", "without BOM");
    Verdict wrong = saved(MARK + WAVES.wrong().get("OneAtATime"), StandardCharsets.UTF_8);
    assertThat(wrong.kind()).isEqualTo(Kind.FAILED);
    assertThat(read(wrong, Language.ZH)).contains("BOM");
    assertThat(saved(WAVES.solution(), StandardCharsets.UTF_8).advice()).isEmpty();
  }

  @Test
  void windowsLineEndsMakeNoDifference() throws Exception {
    String windows = WAVES.solution().replace("\n", "\r\n");
    assertThat(saved(windows, StandardCharsets.UTF_8).kind()).isEqualTo(Kind.PASSED);
  }

  @Test
  void aMissingFileIsSaidToBeMissing() throws Exception {
    Files.delete(project.resolve(WAVES.sourceFile()));
    Verdict verdict = judge.judge(WAVES);
    assertThat(read(verdict, Language.EN)).contains("The file is not there");
    assertThat(read(verdict, Language.ZH)).contains("\u6587\u4ef6\u4e0d\u5b58\u5728");
  }
}
