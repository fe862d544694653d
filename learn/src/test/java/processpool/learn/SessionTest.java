package processpool.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import processpool.learn.Verdict.Kind;

/** All exercises stay within reach, and none is done that is broken again. */
@Timeout(300)
class SessionTest {
  private static final Exercise WAVES = Catalog.load().get(0);
  private static final Exercise SIZE = Catalog.load().get(1);
  private static final int ALL = Catalog.load().size();

  @TempDir private Path project;
  private Session session;

  @BeforeEach
  void beginWithTheFirstDone() throws Exception {
    LearnersFiles.copyTo(project);
    save(WAVES, WAVES.solution());
    Progress progress = new Progress(project, Catalog.load());
    Judge judge = new Judge(project, Duration.ofSeconds(60), false);
    session = new Session(project, progress, judge);
    session.begin(i -> {});
  }

  @AfterEach
  void end() {
    session.close();
  }

  private void save(Exercise exercise, String text) throws IOException {
    Files.writeString(project.resolve(exercise.sourceFile()), text);
  }

  /** As the runner does: looks until there is nothing new. */
  private void tick() {
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !session.tick() && !session.running());
  }

  private Kind kind(Exercise exercise) {
    return session.progress().verdict(exercise).kind();
  }

  @Test
  void aFinishedExerciseCanBeGoneBackToAndLeftAgain() {
    assertThat(session.current()).isEqualTo(1);
    assertThat(session.previous()).isTrue();
    assertThat(session.exercise()).isEqualTo(WAVES);
    assertThat(session.previous()).isFalse();
    assertThat(session.next()).isTrue();
    assertThat(session.current()).isEqualTo(1);
    assertThat(session.go(ALL - 1)).isTrue();
    assertThat(session.go(ALL)).isFalse();
    assertThat(session.go(-1)).isFalse();
    assertThat(session.current()).isEqualTo(ALL - 1);
  }

  @Test
  void whenAllAreDoneNextGoesThroughThemAll() {
    Catalog.load().forEach(e -> session.progress().put(e, Verdict.of(Kind.PASSED, "")));
    for (int i = 2; i <= ALL + 2; i++) {
      assertThat(session.next()).isTrue();
      assertThat(session.current()).isEqualTo(i % ALL);
    }
  }

  @Test
  void aFinishedExerciseThatIsBrokenIsNotDoneAnyMore() throws Exception {
    String[] breakages = {
      WAVES.stub(),
      WAVES.wrong().get("OneAtATime"),
      WAVES.solution().replace("return ", "retrun "),
      WAVES.solution().replace(";", "\uFF1B"),
      "",
    };
    Kind[] kinds = {Kind.NOT_DONE, Kind.FAILED, Kind.BROKEN, Kind.BROKEN, Kind.BROKEN};
    for (int i = 0; i < breakages.length; i++) {
      save(WAVES, breakages[i]);
      tick();
      assertThat(kind(WAVES)).as(breakages[i]).isEqualTo(kinds[i]);
      assertThat(session.current()).as("the learner stays").isEqualTo(1);
      assertThat(session.judged()).isZero();
    }
    Files.delete(project.resolve(WAVES.sourceFile()));
    tick();
    assertThat(kind(WAVES)).isEqualTo(Kind.NOT_JUDGED);
    save(WAVES, WAVES.solution());
    tick();
    assertThat(kind(WAVES)).isEqualTo(Kind.PASSED);
  }

  @Test
  void severalFilesThatAreSavedAtOnceAreAllJudged() throws Exception {
    save(WAVES, WAVES.stub());
    save(SIZE, SIZE.solution());
    tick();
    assertThat(kind(WAVES)).isEqualTo(Kind.NOT_DONE);
    assertThat(kind(SIZE)).isEqualTo(Kind.PASSED);
  }

  @Test
  void aFinishedExerciseIsResetAndEveryVersionIsKept() throws Exception {
    session.go(0);
    byte[] gbk = (WAVES.solution() + "// \u6ce2\n").getBytes(Charset.forName("GBK"));
    Path first = project.resolve(session.reset());
    assertThat(kind(WAVES)).isEqualTo(Kind.NOT_DONE);
    assertThat(session.isUntouched()).isTrue();
    assertThat(session.tick()).as("nothing new: the learner reads where the version is").isFalse();
    Files.write(project.resolve(WAVES.sourceFile()), gbk);
    Path second = project.resolve(session.reset());
    assertThat(first).hasContent(WAVES.solution());
    assertThat(second).hasBinaryContent(gbk);
    Files.delete(project.resolve(WAVES.sourceFile()));
    assertThat(session.reset()).isNull();
    assertThat(session.isUntouched()).isTrue();
  }
}
