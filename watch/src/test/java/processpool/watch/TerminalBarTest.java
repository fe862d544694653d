package processpool.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.ProgressListener;
import processpool.ResultIterator;

/** Bars of real pools, on a screen that is made up. */
@Timeout(120)
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class TerminalBarTest {
  private final PrintStream outBefore = System.out;
  private final PrintStream errBefore = System.err;
  private final Screen screen = new Screen();
  private final LastLine line = new LastLine(screen, StandardCharsets.UTF_8, () -> 80);
  private final ProcessPool pool = new ProcessPool(2);

  @BeforeEach
  void takeTheStreams() {
    System.setOut(new PrintStream(screen, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(screen, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveThemBackAndEndThePool() throws InterruptedException {
    System.setOut(outBefore);
    System.setErr(errBefore);
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  static int greet(int i) {
    System.out.println("hello from " + i);
    return i;
  }

  static int square(int i) {
    return i * i;
  }

  static int refuse(int i) {
    if (i == 2) {
      throw new IllegalArgumentException("not " + i);
    }
    return i;
  }

  static int stay(int i) throws InterruptedException {
    Thread.sleep(Duration.ofHours(1).toMillis());
    return i;
  }

  private ProcessPool watched() {
    return pool.withProgress(new TerminalBar("squares", line));
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private List<String> bars() {
    return screen.lines().stream().filter(text -> text.startsWith("squares")).toList();
  }

  @Test
  void theBarIsThereAndItsLineFinishedWhenTheMapReturns() throws Exception {
    watched().map(TerminalBarTest::square, numbers(50));
    assertThat(screen.lines()).hasSize(2).last().isEqualTo("");
    assertThat(bars()).singleElement().asString().startsWith("squares 100% [====");
    assertThat(bars().get(0)).contains("] 50/50 (0:00:0").endsWith("/s");
  }

  @Test
  void whatTasksPrintIsAboveTheBar() throws Exception {
    watched().map(TerminalBarTest::greet, numbers(20), 1);
    List<String> lines = screen.lines();
    assertThat(lines).hasSize(22);
    assertThat(lines.subList(0, 20)).allMatch(text -> text.matches("hello from \\d+"));
    assertThat(lines.get(20)).startsWith("squares 100%").contains("20/20");
  }

  @Test
  void noLineIsWiderThanTheTerminalNorInColour() throws Exception {
    watched().map(TerminalBarTest::square, numbers(50));
    for (String text : screen.written().split("[\r\n]")) {
      assertThat(text).hasSizeLessThan(80);
    }
    assertThat(screen.written()).doesNotContain("\u001b");
  }

  @Test
  void eachSubmissionHasABarOfItsOwn() throws Exception {
    ProcessPool view = watched();
    view.map(TerminalBarTest::square, numbers(5));
    view.map(TerminalBarTest::square, numbers(7));
    view.apply(TerminalBarTest::square, 3);
    view.map(TerminalBarTest::square, List.<Integer>of());
    assertThat(bars()).hasSize(3);
    assertThat(bars().get(1)).contains("7/7");
    assertThat(bars().get(2)).contains("1/1");
  }

  @Test
  void theBarOfAMapThatFailsEndsWhenItHasFailed() throws Exception {
    assertThatThrownBy(() -> watched().map(TerminalBarTest::refuse, numbers(6), 1))
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
    assertThat(bars()).singleElement().asString().contains("6/6");
    assertThat(screen.lines()).last().isEqualTo("");
    assertThat(System.out).isNotInstanceOf(AboveBar.class);
  }

  @Test
  void theBarOfAMapThatIsCancelledEndsWhereItIs() throws Exception {
    AsyncResult<List<Integer>> result = watched().mapAsync(TerminalBarTest::stay, numbers(4), 1);
    result.cancel(true);
    assertThat(bars()).singleElement().asString().startsWith("squares   0%").contains("0/4");
    assertThat(screen.lines()).last().isEqualTo("");
    assertThat(System.out).isNotInstanceOf(AboveBar.class);
  }

  @Test
  void aBarWithoutATotalSaysHowManyAndHowFast() throws Exception {
    Iterable<Integer> some = () -> numbers(30).iterator();
    try (ResultIterator<Integer> squares = watched().imap(TerminalBarTest::square, some)) {
      squares.forEachRemaining(unused -> {});
    }
    assertThat(screen.written()).contains("squares  ? %", "/?");
    // Nobody waits for a listener for ever, and on a busy machine it may hear the end a little
    // later.
    await().untilAsserted(() -> assertThat(bars()).singleElement().asString().contains("30/30"));
  }

  @Test
  void nothingIsWrittenOrWrappedWithoutATerminal() throws Exception {
    LastLine none = new LastLine(screen, StandardCharsets.UTF_8, () -> 0);
    PrintStream before = System.out;
    ProgressListener bar = new TerminalBar("squares", none);
    bar.progress(0, 5);
    assertThat(System.out).isSameAs(before);
    bar.progress(5, 5);
    bar.ended();
    assertThat(screen.written()).isEmpty();
  }

  @Test
  void theWidthIsAskedForOnceABar() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    ProgressListener bar =
        new TerminalBar(
            "squares",
            new LastLine(screen, StandardCharsets.UTF_8, () -> 60 + asked.incrementAndGet()));
    for (int i = 0; i < 10; i++) {
      bar.progress(i, 10);
    }
    bar.ended();
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 21, 30, 57, 80, 200})
  void aNameOfAnyLengthLeavesRoomForTheBar(int columns) {
    for (int length = 0; length < 100; length++) {
      for (String letter : List.of("n", "名")) {
        Screen own = new Screen();
        LastLine narrow = new LastLine(own, StandardCharsets.UTF_8, () -> columns);
        ProgressListener bar = new TerminalBar(letter.repeat(length), narrow);
        bar.progress(0, -1);
        bar.progress(1, 2);
        bar.ended();
        assertThat(own.lines()).hasSize(2);
        assertThat(own.lines().get(0)).as("%d columns", columns).contains("[");
      }
    }
  }

  @Test
  void aNameOfSeveralLinesIsRefused() throws Exception {
    assertThatThrownBy(() -> ProgressBars.terminal("two\nlines"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name=two?lines");
    assertThatThrownBy(() -> ProgressBars.terminal(null)).isInstanceOf(NullPointerException.class);
  }

  @ParameterizedTest
  @CsvSource({"250,250/s", "12.34,12.3/s", "0.5,30.0/min", "0.01,36.0/h"})
  void theRateIsInAUnitThatHasDigitsToShow(double perSecond, String text) {
    assertThat(BarText.rate(perSecond)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.4,0:00:00", "61,0:01:01", "90000,25:00:00"})
  void theTimeLeftIsInHoursMinutesAndSeconds(double seconds, String text) {
    assertThat(BarText.time(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'24 80'|80", "'50 132'|132", "'0 0'|80", "''|0", "'stty: no'|0"})
  void theShellsAnswerIsAWidthOrNone(String answer, int columns) {
    assertThat(Terminal.columns(answer)).isEqualTo(columns);
  }
}
