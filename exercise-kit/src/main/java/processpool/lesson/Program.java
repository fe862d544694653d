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
 * @param pid the process it was
 * @param exitCode how it ended; {@link #STILL_RUNNING} when it had to be stopped
 * @param printed what it printed, line by line
 */
public record Program(long pid, int exitCode, List<String> printed) {
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
    Path output = Files.createTempFile("processpool-program-", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8"));
    command.addAll(List.of("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
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
      return new Program(program.pid(), ended ? program.exitValue() : STILL_RUNNING, printed);
    } finally {
      program.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }

  /** Expects that it came to its own end without an exception. */
  public void checkEndedWell() {
    Lesson.check(
        exitCode != STILL_RUNNING,
        "main is still running: it has to end by itself.",
        "main 还在运行：它必须自己结束。");
    Lesson.check(
        exitCode == 0,
        "main ended with exit code " + exitCode + ": " + String.join(" / ", printed),
        "main 以退出码 " + exitCode + " 结束：" + String.join(" / ", printed));
  }
}
