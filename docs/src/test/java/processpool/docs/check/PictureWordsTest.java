package processpool.docs.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each reader has the words of one language, in the place where that picture has room for them. */
class PictureWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <text>worker 工作进程 0</text>|<text>worker 0</text>|<text>工作进程 0</text>
          <text>task n failed 任务 n 失败</text>|<text>task n failed</text>|<text>任务 n 失败</text>
          <text>new ProcessPool(3)</text>|<text>new ProcessPool(3)</text>|<text>new ProcessPool(3)</text>
          <text x="1">PID 7<tspan x="1">worker 工作进程</tspan></text>|<text x="1">PID 7<tspan x="1">worker</tspan></text>|<text x="1">PID 7<tspan x="1">工作进程</tspan></text>
          <text>waiting<tspan x="1">在门口等待</tspan></text>|<text>waiting</text>|<text>在门口等待</text>
          <text>3  RUN <tspan class="zh">执行</tspan></text>|<text>3  RUN</text>|<text>3  执行</text>
          <title>task 任务 0 · PID 7 · waited 等待 2.4 s</title>|<title>task 0 · PID 7 · waited 2.4 s</title>|<title>任务 0 · PID 7 · 等待 2.4 s</title>
          <text x="1" y="1">submit</text><text x="1" y="2">提交</text>|<text x="1" y="1">submit</text>|<text x="1" y="1">提交</text>
          <text x="1" y="1">5  your code</text><text x="1" y="2">你的代码</text>|<text x="1" y="1">5  your code</text>|<text x="1" y="1">5  你的代码</text>
          <text x="1">name</text><text x="2">a</text><text x="2">b</text><text x="2">甲</text><text x="2">乙</text>|<text x="1">name</text><text x="2">a</text><text x="2">b</text>|<text x="1">name</text><text x="2">甲</text><text x="2">乙</text>
          """)
  void areTakenOutOfBoth(String both, String english, String chinese) {
    assertThat(PictureWords.english(both)).isEqualTo(english);
    assertThat(PictureWords.chinese(both)).isEqualTo(chinese);
  }
}
