package processpool.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an answer printed is shown with it, and nothing else. */
@Timeout(300)
class JudgeTest {
  private static final Exercise WAVES = Catalog.load().get(0);

  private final Judge judge = new Judge(Folders.project(), Duration.ofSeconds(60), false);

  @AfterEach
  void endTheJudge() {
    judge.close();
  }

  private Verdict answerThatPrints(String what) throws Exception {
    String wrong = WAVES.wrong().get("OneAtATime");
    return judge.judge(
        WAVES, wrong.replace("return ", "System.out.println(" + what + "); return "));
  }

  @Test
  void theOutputOfAnEarlierAnswerIsNotShownWithTheNext() throws Exception {
    assertThat(answerThatPrints("\"first\"").output()).contains("first");
    assertThat(answerThatPrints("\"second\"").output()).contains("second").doesNotContain("first");
  }

  @Test
  void aLambdaThatIsPrintedIsCalledALambda() throws Exception {
    assertThat(answerThatPrints("(Runnable) () -> {}").output())
        .contains("a lambda in Ex01Waves")
        .doesNotContain("$$", "0x");
  }
}
