package processpool.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import processpool.learn.labs.Lab;
import processpool.learn.labs.Sentence;
import processpool.lesson.Lesson;

/** Each lab shows what it announces and leaves nothing behind; one that does not says so. */
@Timeout(120)
class LabsTest {
  private final StringBuilder said = new StringBuilder();

  private boolean run(Lab lab, Language language) throws InterruptedException {
    return Labs.run(lab, 1, language, new Style(false), said::append, millis -> true);
  }

  /** Where a line ends depends on how many digits a pid has. */
  private String inOneLine() {
    return said.toString().replaceAll("\\s+", " ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void whatWasAnnouncedIsSeenAndNoProcessIsLeft(int index) throws Exception {
    Lab lab = Labs.ALL.get(index);
    Language language = index % 2 == 0 ? Language.EN : Language.ZH;
    assertThat(run(lab, language)).as(said.toString()).isTrue();
    assertThat(said).contains(new Texts(language).say("lab.none.left"));
  }

  @Test
  void whereNoKeyIsWaitedForNobodyIsAskedToKill() throws Exception {
    assertThat(run(Labs.ALL.get(0), Language.EN)).as(said.toString()).isTrue();
    assertThat(inOneLine()).contains("Now it is killed").doesNotContain("press any key", "kill -9");
  }

  @Test
  void whoMayKillIsAskedTo() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    boolean seen =
        Labs.run(
            Labs.ALL.get(0),
            1,
            Language.EN,
            new Style(false),
            said::append,
            millis -> looks.incrementAndGet() > 2);
    assertThat(seen).as(said.toString()).isTrue();
    assertThat(inOneLine()).contains("press any key", "kill -9").doesNotContain("Now it is killed");
  }

  @Test
  void theWorkerThatServesOnIsSaidToBeTheSame() throws Exception {
    assertThat(run(Labs.ALL.get(3), Language.EN)).as(said.toString()).isTrue();
    assertThat(inOneLine()).contains("served by the same worker, pid ");
  }

  @Test
  void aLabThatSeesSomethingElseSaysSo() throws Exception {
    assertThat(run(new Doctored(Set.of(), true), Language.EN)).isFalse();
    assertThat(said).contains("Not seen: the sky is green").doesNotContain("\u5929");
  }

  @Test
  void aProcessThatIsLeftOverIsNamed() throws Exception {
    long self = ProcessHandle.current().pid();
    assertThat(run(new Doctored(Set.of(self), false), Language.EN)).isFalse();
    assertThat(said).contains("A process is left over: pid=[" + self + "]");
  }

  private record Doctored(Set<Long> left, boolean fails) implements Lab {
    @Override
    public Sentence title() {
      return new Sentence("a lab", "\u5b9e\u9a8c");
    }

    @Override
    public Sentence announced() {
      return new Sentence("The sky is blue.", "\u5929\u662f\u84dd\u7684\u3002");
    }

    @Override
    public Set<Long> run(Stage stage) {
      Lesson.check(!fails, "the sky is green", "\u5929\u662f\u7eff\u7684");
      return left;
    }
  }
}
