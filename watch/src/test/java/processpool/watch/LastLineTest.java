package processpool.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What is to be seen when bars and the program's own output share a terminal. */
@Timeout(60)
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class LastLineTest {
  private final PrintStream outBefore = System.out;
  private final PrintStream errBefore = System.err;
  private final Screen screen = new Screen();
  private final PrintStream out = new PrintStream(screen, true, StandardCharsets.UTF_8);
  private final PrintStream err = new PrintStream(screen, true, StandardCharsets.UTF_8);
  private final LastLine line = new LastLine(screen, StandardCharsets.UTF_8, () -> 80);

  @BeforeEach
  void takeTheStreams() {
    System.setOut(out);
    System.setErr(err);
  }

  @AfterEach
  void giveThemBack() {
    System.setOut(outBefore);
    System.setErr(errBefore);
  }

  private LastLine.Bar bar(String text) {
    LastLine.Bar bar = line.begin(80);
    line.show(bar, text);
    return bar;
  }

  @Test
  void printedLinesComeOutAboveTheBar() {
    LastLine.Bar bar = bar("[==  ]");
    System.out.println("a longer line than the bar");
    System.err.println(42);
    System.out.printf("%d %s%n", 1, "two");
    System.out.write("bytes\n".getBytes(StandardCharsets.UTF_8), 0, 6);
    System.out.append("c").append('\n');
    System.out.println(new char[] {'x'});
    System.out.println((Object) null);
    System.out.println();
    assertThat(screen.lines())
        .containsExactly(
            "a longer line than the bar", "42", "1 two", "bytes", "c", "x", "null", "", "[==  ]");
    line.show(bar, "[====]");
    line.end(bar);
    System.out.println("after");
    assertThat(screen.lines()).endsWith("null", "", "[====]", "after", "");
  }

  @Test
  void aShorterTextLeavesNothingOfALongerOne() {
    LastLine.Bar bar = bar("[    ] 1234");
    line.show(bar, "[====]");
    assertThat(screen.lines()).containsExactly("[====]");
    line.end(bar);
  }

  @Test
  void chineseCharactersAreErasedWithTwoBlanksEach() {
    LastLine.Bar bar = bar("图 []");
    System.out.println("out");
    assertThat(screen.written()).contains("\r" + " ".repeat(5) + "\rout");
    line.end(bar);
  }

  @Test
  void anUnfinishedLineHidesTheBarUntilItIsFinished() {
    LastLine.Bar bar = bar("[==  ]");
    System.out.print("Name? ");
    assertThat(screen.lines()).containsExactly("Name?");
    line.show(bar, "[=== ]");
    assertThat(screen.lines()).containsExactly("Name?");
    System.out.println("Ann");
    assertThat(screen.lines()).containsExactly("Name? Ann", "[=== ]");
    line.end(bar);
  }

  @Test
  void aBarThatEndsBehindAnUnfinishedLineFinishesIt() {
    LastLine.Bar bar = bar("[====]");
    System.out.print("half");
    line.end(bar);
    System.out.println("next");
    assertThat(screen.lines()).containsExactly("half", "[====]", "next", "");
  }

  @Test
  void ofSeveralBarsTheLastToBeginIsShownAndEachLeavesItsEnd() {
    LastLine.Bar first = bar("first 10%");
    LastLine.Bar second = bar("second 0%");
    line.show(first, "first 20%");
    assertThat(screen.lines()).containsExactly("second 0%");
    line.show(second, "second 100%");
    line.end(second);
    assertThat(screen.lines()).containsExactly("second 100%", "first 20%");
    LastLine.Bar third = bar("third 50%");
    line.show(first, "first 100%");
    line.end(first);
    assertThat(screen.lines()).containsExactly("second 100%", "first 100%", "third 50%");
    line.end(third);
  }

  @Test
  void theStreamsAreWrappedWhileThereIsABarAndNotLonger() {
    LastLine.Bar first = bar("1");
    PrintStream wrapped = System.out;
    assertThat(wrapped).isNotSameAs(out);
    LastLine.Bar second = bar("2");
    assertThat(System.out).isSameAs(wrapped);
    line.end(first);
    assertThat(System.out).isSameAs(wrapped);
    line.end(second);
    assertThat(System.out).isSameAs(out);
    assertThat(System.err).isSameAs(err);
    wrapped.println("kept by somebody");
    assertThat(screen.lines()).endsWith("kept by somebody", "");
  }

  @Test
  void aStreamThatWasReplacedMeanwhileStaysReplaced() {
    LastLine.Bar bar = bar("1");
    PrintStream tee = new PrintStream(System.out, true);
    System.setOut(tee);
    System.out.println("through both");
    line.end(bar);
    assertThat(System.out).isSameAs(tee);
    System.out.println("later");
    assertThat(screen.lines()).containsExactly("through both", "1", "later", "");
  }

  @Test
  void aStreamThatPrintsToAnotherOneIsOneThing() {
    PrintStream chatty =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int single) {
                screen.write(single);
                if (single == '\n') {
                  System.err.println("noted");
                }
              }
            },
            true);
    System.setOut(chatty);
    LastLine.Bar bar = bar("[==  ]");
    System.out.println("told");
    assertThat(screen.lines()).containsExactly("told", "noted", "[==  ]");
    line.end(bar);
  }

  @Test
  void textIsEncodedByTheStreamItIsPrintedTo() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_16BE));
    LastLine.Bar bar = bar("1");
    System.out.print("池");
    line.end(bar);
    assertThat(bytes.toString(StandardCharsets.UTF_16BE)).isEqualTo("池");
  }

  /** As code does that synchronizes on a stream which it got before there was a bar. */
  @Test
  void whoHoldsAStreamAndPrintsToTheOtherWaitsForNobodyForEver() throws Exception {
    LastLine.Bar bar = bar("1");
    CountDownLatch inside = new CountDownLatch(1);
    PrintStream held =
        new PrintStream(screen, true) {
          @Override
          public synchronized void println(String text) {
            super.println(text);
          }
        };
    System.setOut(new AboveBar(held, line));
    Thread printer;
    synchronized (held) {
      printer =
          new Thread(
              () -> {
                inside.countDown();
                System.out.println("out");
              });
      printer.start();
      inside.await();
      while (printer.getState() != Thread.State.BLOCKED) {
        Thread.onSpinWait();
      }
      System.err.println("err");
    }
    printer.join();
    line.end(bar);
    assertThat(screen.written()).contains("err", "out");
  }
}
