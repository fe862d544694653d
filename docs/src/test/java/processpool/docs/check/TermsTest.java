package processpool.docs.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One word for one thing in Chinese, and a check that can fail. */
@Timeout(60)
class TermsTest {
  private static final String TABLE =
      "# 术语\n\n| 用 | 英文 | 不用 | 说明 |\n|---|---|---|---|\n| 工作进程 | worker | 工人、工作者 | |\n| 时限 | limit | | |\n";

  @TempDir Path root;

  @Test
  void theDocumentsAndTheProgramsUseTheWordsOfTheList() throws IOException {
    assertThat(Terms.check(new Site(Path.of("..").toAbsolutePath().normalize())))
        .as("words that the list does not want")
        .isEmpty();
  }

  @Test
  void theListHasTheWordsThatAreMostInUse() throws IOException {
    assertThat(Terms.read(Path.of("..", "docs", "zh", "terms.md")))
        .hasSizeGreaterThan(20)
        .extracting(Terms.Term::word)
        .contains("进程池", "工作进程", "任务", "传递", "等待", "杀掉", "批", "创建", "未捕获的异常", "回调")
        .doesNotHaveDuplicates();
  }

  @Test
  void anotherWordIsFoundInPagesExercisesHintsPicturesAndProgramsPages() throws IOException {
    write("docs/zh/terms.md", TABLE);
    write("docs/zh/a.md", "第一行\n三个工人\n");
    write("README.zh-CN.md", "工作者");
    write("docs/pictures/zh/a.svg", "<text>工人</text>");
    write("learn/src/main/resources/exercises/Ex01/exercise.properties", "hint1.zh=叫工人来");
    write("watch/src/main/resources/page.js", "worker: '工作者'");
    write("example1-x/src/test/java/processpool/example1/exercises/ATest.java", "// 工人");
    write("example1-x/target/A.java", "// 工人");
    assertThat(Terms.check(new Site(root)))
        .containsExactlyInAnyOrder(
            "docs/zh/a.md:2: 工人 is not a word for worker; write 工作进程",
            "README.zh-CN.md:1: 工作者 is not a word for worker; write 工作进程",
            "docs/pictures/zh/a.svg:1: 工人 is not a word for worker; write 工作进程",
            "learn/src/main/resources/exercises/Ex01/exercise.properties:1: 工人 is not a word for"
                + " worker; write 工作进程",
            "watch/src/main/resources/page.js:1: 工作者 is not a word for worker; write 工作进程",
            "example1-x/src/test/java/processpool/example1/exercises/ATest.java:1: 工人 is not a"
                + " word for worker; write 工作进程");
  }

  @Test
  void aListWithoutATableIsNotTakenForOneThatAllowsEverything() throws IOException {
    write("docs/zh/terms.md", "# 术语\n");
    assertThat(Terms.check(new Site(root)))
        .containsExactly("docs/zh/terms.md: has no table of four columns");
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
