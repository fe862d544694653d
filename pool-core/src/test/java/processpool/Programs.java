package processpool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a class of the tests as a program of its own, as a user starts one. */
final class Programs {
  private static final String SHARED_MEMORY = "processpool.sharedMemory";

  private Programs() {}

  /** How a program ended, and what it wrote. */
  record Ended(int exitCode, String out, String err) {}

  static ProcessBuilder command(Class<?> main, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("-D" + SHARED_MEMORY + "=" + System.getProperty(SHARED_MEMORY, "true"));
    command.addAll(options);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** Waits for the end; a program that hangs is killed, and shows where its threads stood. */
  static Ended run(Class<?> main, List<String> options, String... arguments) throws Exception {
    return run(command(main, options, arguments));
  }

  /** The same for a command that is more than the program. */
  static Ended run(ProcessBuilder command) throws Exception {
    Path out = Files.createTempFile("program", ".out");
    Path err = Files.createTempFile("program", ".err");
    try {
      Process program = command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!program.waitFor(120, TimeUnit.SECONDS)) {
        String threads = threads(program.pid());
        program.destroyForcibly().waitFor();
        throw new AssertionError("the program hangs: " + threads + text(out) + text(err));
      }
      return new Ended(program.exitValue(), text(out), text(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static String threads(long pid) throws IOException {
    String jstack = Path.of(System.getProperty("java.home"), "bin", "jstack").toString();
    Process tool = new ProcessBuilder(jstack, Long.toString(pid)).start();
    return new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Whether a process lives; one that is dead but not yet collected has a pid and no command. */
  static boolean runs(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent();
  }
}
