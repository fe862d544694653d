package processpool.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import processpool.lesson.exercises.Learner;

/** What learners are told says what was seen and what it means, in both languages. */
class LessonTest {

  @Test
  void nullIsToldAsSuchAndNotAsTheTestsOwnException() {
    assertThatThrownBy(() -> Lesson.yours((Callable<String>) () -> null))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("your code returned null")
        .hasMessageContaining("返回了 null");
  }

  @Test
  void anExceptionIsToldWithWhatItMeans() {
    assertThatThrownBy(() -> Lesson.yours(() -> List.of("a").add("b")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("your code threw this: java.lang.UnsupportedOperationException.")
        .hasMessageContaining("cannot be changed")
        .hasMessageContaining("不能修改");
    assertThatThrownBy(() -> Lesson.yours(() -> Map.<String, Integer>of().get("a") + 1))
        .hasMessageContaining("Map.get, for one, returns null");
  }

  @Test
  void anErrorIsToldLikeAnException() {
    assertThatThrownBy(
            () ->
                Lesson.yours(
                    () -> {
                      throw new StackOverflowError();
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("your code threw this: java.lang.StackOverflowError.");
  }

  @Test
  void anExceptionIsNotNamedTwice() {
    CancellationException first = new CancellationException("the pool was terminated");
    assertThatThrownBy(
            () ->
                Lesson.yours(
                    () -> {
                      throw new CancellationException(first.toString());
                    }))
        .hasMessageContaining(": java.util.concurrent.CancellationException: the pool was");
  }

  @Test
  void aStubStaysAStub() {
    assertThatThrownBy(
            () ->
                Lesson.yours(
                    () -> {
                      throw new UnsupportedOperationException("exercise X: not done yet");
                    }))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("exercise X: not done yet");
  }

  @Test
  void aTextThatWasSeenIsToldInQuotesAlsoWhereItIsOneOfSeveral() {
    assertThatThrownBy(() -> Lesson.same("a, b", null, "two letters", "两个字母"))
        .hasMessageContaining("two letters (wanted: null, yours: \"a, b\")")
        .hasMessageContaining("两个字母（应为：null，你的结果：\"a, b\"）");
    assertThat(Lesson.shown(List.of("a, b", 1))).isEqualTo("[\"a, b\", 1]");
    assertThat(Lesson.shown(Map.of(7L, 1))).isEqualTo("{7=1}");
  }

  @Test
  void aLimitGrowsWithTheTimeThatWorkersTakeToStart() throws Exception {
    assertThat(Lesson.pace(() -> 1)).isEqualTo(Duration.ofSeconds(5));
    assertThat(Lesson.limitAt(Duration.ofMillis(400))).isEqualTo(Duration.ofSeconds(5));
    assertThat(Lesson.limitAt(Duration.ofMillis(1200))).isEqualTo(Duration.ofSeconds(12));
    assertThat(Lesson.limitAt(Duration.ofHours(1))).isLessThan(Lesson.PATIENCE);
  }

  @Test
  void codeThatDoesNotComeBackIsToldWhereItStands() {
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                Lesson.yoursWithin(
                    Duration.ofMillis(300), () -> Learner.waitFor(never), "too late.", "太晚了。"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("too late. It stands at Learner.java:")
        .hasMessageContaining("in await().")
        .hasMessageContaining("太晚了。它停在 Learner.java:");
  }
}
