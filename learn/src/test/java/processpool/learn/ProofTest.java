package processpool.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The check of the exercises fails when there is something to find. */
@Timeout(300)
class ProofTest {
  private static final Path PROJECT = Folders.project();
  private static final Judge JUDGE = new Judge(PROJECT, Duration.ofSeconds(60), false);

  private final Exercise good =
      Catalog.load().stream().filter(e -> e.id().equals("Ex18Travel")).findFirst().orElseThrow();

  @AfterAll
  static void endTheJudge() {
    JUDGE.close();
  }

  private Exercise with(String stub, String solution, Map<String, String> wrong) {
    return new Exercise(good.id(), good.properties(), stub, solution, wrong);
  }

  private Exercise without(String property) {
    Properties fewer = new Properties();
    fewer.putAll(good.properties());
    fewer.remove(property);
    return new Exercise(good.id(), fewer, good.stub(), good.solution(), good.wrong());
  }

  @Test
  void aSolvedStubIsFoundOut() throws Exception {
    Exercise solved = with(good.solution(), good.solution(), Map.of());
    assertThat(Proof.judged(solved, JUDGE))
        .singleElement()
        .asString()
        .startsWith("the stub must say that it is not done yet");
    assertThat(Proof.asShipped(solved, PROJECT))
        .singleElement()
        .asString()
        .contains("not as shipped");
  }

  @Test
  void aWrongAnswerThatPassesIsFoundOut() throws Exception {
    Exercise lax = with(good.stub(), good.solution(), Map.of("AddsInMain", good.solution()));
    assertThat(Proof.judged(lax, JUDGE))
        .singleElement()
        .asString()
        .startsWith("the wrong answer AddsInMain must be rejected");
  }

  @Test
  void aWrongAnswerThatIsToldSomethingElseIsFoundOut() throws Exception {
    String sendsIt = good.wrong().get("SendsTheBasket");
    Exercise mistaught = with(good.stub(), good.solution(), Map.of("AddsInMain", sendsIt));
    assertThat(Proof.judged(mistaught, JUDGE))
        .singleElement()
        .asString()
        .startsWith("the wrong answer AddsInMain must be told");
  }

  @Test
  void aSolutionThatFailsIsFoundOut() throws Exception {
    String addsInMain = good.wrong().get("AddsInMain");
    assertThat(Proof.judged(with(good.stub(), addsInMain, Map.of()), JUDGE))
        .singleElement()
        .asString()
        .startsWith("the solution must pass");
  }

  @Test
  void aMissingHintTitleOrDescriptionIsFoundOut() {
    assertThat(Proof.missing(good)).isEmpty();
    assertThat(Proof.missing(without("hint2.zh"))).containsExactly("missing: hint2.zh");
    assertThat(Proof.missing(without("title.en"))).containsExactly("missing: title.en");
    assertThat(Proof.missing(without("wrong.AddsInMain"))).containsExactly("missing: AddsInMain");
    String undescribed = good.stub().replaceFirst("(?s)/\\*\\*.*?\\*/", "");
    assertThat(Proof.missing(with(undescribed, good.solution(), good.wrong())))
        .contains("missing: description in en", "missing: description in zh");
    assertThat(Proof.missing(with(good.stub(), good.solution(), Map.of())))
        .containsExactly("needs two wrong answers: wrong=[]");
  }

  @Test
  void anUnlistedFileIsFoundOut(@TempDir Path rooms) throws Exception {
    Files.writeString(rooms.resolve("notes.txt"), "");
    assertThat(Proof.unlisted(List.of(good), rooms, PROJECT)).contains("notes.txt");
  }
}
