package processpool.lesson;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A learner's program, run as a user runs it: in a JVM of its own.
 *
 * @param main the class's simple name
 * @param pid the process it was
 * @param exitCode how it ended; {@link #STILL_RUNNING} when it had to be stopped
 * @param printed what it printed, line by line
 */
public record Program(String main, long pid, int exitCode, List<String> printed) {
  /** The exit code of a program that did not end by itself. */
  public static final int STILL_RUNNING = -1;

  /**
   * Runs a program to its end.
   *
   * @param main its class
   * @param limit after which it is stopped
   * @param arguments for its main
   * @return how it ended
   * @throws IOException when it cannot be started
   * @throws InterruptedException when this thread is interrupted
   * @throws UnsupportedOperationException when it is a stub that is not done yet
   */
  public static Program run(Class<?> main, Duration limit, String... arguments)
      throws IOException, InterruptedException {
    return run(List.of(), main, limit, arguments);
  }

  /**
   * Runs a program to its end.
   *
   * @param options for its JVM
   * @param main its class
   * @param limit after which it is stopped
   * @param arguments for its main
   * @return how it ended
   * @throws IOException when it cannot be started
   * @throws InterruptedException when this thread is interrupted
   * @throws UnsupportedOperationException when it is a stub that is not done yet
   */
  public static Program run(
      List<String> options, Class<?> main, Duration limit, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("processpool-program-", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8"));
    command.addAll(List.of("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process program =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      program.getOutputStream().close();
      boolean ended = program.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        program.destroyForcibly().waitFor();
      }
      List<String> printed =
          new String(Files.readAllBytes(output), StandardCharsets.UTF_8).lines().toList();
      for (String line : printed) {
        if (line.endsWith(Lesson.NOT_DONE_YET)) {
          throw new UnsupportedOperationException(line.substring(line.indexOf("exercise ")));
        }
      }
      return new Program(
          main.getSimpleName(),
          program.pid(),
          ended ? program.exitValue() : STILL_RUNNING,
          printed);
    } finally {
      program.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }

  /**
   * Asks a program on a machine with so many processors how many workers its pool has. A pool takes
   * one for each processor unless it is told otherwise, so a size that was forgotten may be right
   * by luck on one machine.
   *
   * @param processors how many the program is to see
   * @param main its class, which prints {@code workers=} and their number
   * @return the number
   * @throws IOException when it cannot be started
   * @throws InterruptedException when this thread is interrupted
   */
  public static int workersOn(int processors, Class<?> main)
      throws IOException, InterruptedException {
    List<String> options = List.of("-XX:ActiveProcessorCount=" + processors);
    Program program = run(options, main, Lesson.PATIENCE);
    program.checkEndedWell();
    return program.printed().stream()
        .filter(line -> line.startsWith("workers="))
        .mapToInt(line -> Integer.parseInt(line.substring("workers=".length())))
        .findFirst()
        .orElseThrow();
  }

  /** Expects that it came to its own end without an exception. */
  public void checkEndedWell() {
    Lesson.check(
        exitCode != STILL_RUNNING,
        "main was still running when the test gave up waiting: it has to end by itself. It waits for"
            + " something that does not come, or much longer than it has to.",
        "直到超时，main 仍在运行：它必须自己结束。它在等的事情不会发生，或者等得太久。");
    Printed end = Printed.of(printed, main);
    String at = end.line().isEmpty() ? "" : " at " + end.line();
    String atChinese = end.line().isEmpty() ? "" : "（" + end.line() + "）";
    Meaning meaning = Meaning.of(end.thrown());
    Lesson.check(
        end.thrown().isEmpty(),
        "an exception that nobody caught ended main"
            + at
            + ": "
            + Lesson.ended(end.thrown(), ".")
            + meaning.english(),
        "未捕获的异常结束了 main" + atChinese + "：" + Lesson.ended(end.thrown(), "。") + meaning.chinese());
    Lesson.check(
        exitCode == 0,
        "main ended with exit code "
            + exitCode
            + ", which tells whoever started it that it failed: does it call System.exit? A main"
            + " that simply returns ends with 0.",
        "main 的退出码是 " + exitCode + "，表示程序失败了：是不是调用了 System.exit？直接返回的 main，退出码是 0。");
  }
}
