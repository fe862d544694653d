package processpool.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;

/** A whole program with a bar, in a terminal and without one. */
@Timeout(120)
class RealTerminalTest {
  static int greet(int i) {
    System.out.println("hello from " + i);
    return i;
  }

  static int stay(int i) throws InterruptedException {
    if (i == 0) {
      System.out.println("under way");
      Thread.sleep(3_600_000);
    }
    return i;
  }

  /** Ends in the middle of the second bar, if it is told to. */
  static class Program {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(2);
      List<Integer> numbers = IntStream.range(0, 10).boxed().toList();
      pool.withProgress(ProgressBars.terminal("greetings"))
          .map(RealTerminalTest::greet, numbers, 1);
      System.out.println("in between");
      if (args.length > 0) {
        pool.withProgress(ProgressBars.terminal("cut off"))
            .imapUnordered(RealTerminalTest::stay, List.of(0, 1), 1)
            .next();
        while (!Terminal.LINE.isTaken()) {
          Thread.onSpinWait();
        }
        System.exit(0);
      }
    }
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String read(InputStream in) {
    StringBuilder written = new StringBuilder();
    byte[] buffer = new byte[4096];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        written.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException closed) {
      // So ends a pseudo-terminal on Linux.
    }
    return written.toString();
  }

  private static String inTerminal(String type, String... arguments) throws Exception {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("TERM", type);
    PtyProcess program;
    try {
      program =
          new PtyProcessBuilder(command(arguments).toArray(String[]::new))
              .setEnvironment(environment)
              .setInitialColumns(70)
              .setInitialRows(24)
              .start();
    } catch (IOException | RuntimeException | LinkageError e) {
      return Assumptions.abort("no pseudo-terminal can be had here: " + e);
    }
    String written = read(program.getInputStream());
    assertThat(program.waitFor()).as(written).isZero();
    return written;
  }

  @Test
  void inATerminalTheBarIsAsWideAsThatAndBelowWhatTasksPrint() throws Exception {
    String written = inTerminal("xterm");
    List<String> lines = Screen.lines(written);
    assertThat(lines).hasSize(13);
    assertThat(lines.subList(0, 10)).allMatch(text -> text.matches("hello from \\d"));
    assertThat(lines.get(10)).startsWith("greetings 100% [").contains("10/10").hasSize(69);
    assertThat(lines.get(11)).isEqualTo("in between");
  }

  @Test
  void theEndOfTheProgramFinishesTheLineOfABar() throws Exception {
    List<String> lines = Screen.lines(inTerminal("xterm", "exit"));
    assertThat(lines).last().isEqualTo("");
    assertThat(lines).anyMatch(text -> text.startsWith("cut off")); // above or below "under way"
  }

  @Test
  void aTerminalThatCallsItselfDumbHasNoBar() throws Exception {
    assertThat(Screen.lines(inTerminal("dumb"))).hasSize(12).endsWith("in between", "");
  }

  @Test
  void withoutATerminalNothingIsWritten() throws Exception {
    Process program = new ProcessBuilder(command()).start();
    program.getOutputStream().close();
    String out = read(program.getInputStream());
    assertThat(read(program.getErrorStream())).isEmpty();
    assertThat(program.waitFor()).isZero();
    assertThat(out).doesNotContain("\r\u001b").doesNotContain("greetings");
    assertThat(out.lines()).hasSize(11);
  }
}
