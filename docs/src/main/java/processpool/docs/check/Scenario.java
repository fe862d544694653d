package processpool.docs.check;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program whose real output a page shows.
 *
 * @param id what the page's block calls it: {@code output=id}
 * @param program a Java class, or a Python file in {@code docs/python}
 * @param options for its JVM
 * @param sideBySide whether its tasks print side by side, so that the order of lines is chance
 * @param picture the picture of its run in {@code docs/pictures}, or empty
 */
public record Scenario(
    String id, String program, List<String> options, boolean sideBySide, String picture) {
  /** JGroups does not start with Logback, which recipes have brought here, as its own choice. */
  static final String JGROUPS_LOG = "-Djgroups.use.jdk_logger=true";

  /** How a line begins by which a program asks to have a process killed, whose number follows. */
  public static final String KILL = "kill this one: pid=";

  private static final Pattern NUMBER = Pattern.compile(KILL + "(\\d+)");

  /** All of them. */
  public static final List<Scenario> ALL =
      List.of(
          tasks("sleep-wait", "processpool.example1.SleepWait").drawn("sleep-wait.svg"),
          tasks("no-sleep", "processpool.example1.SleepWait", "-Dseconds=0"),
          tasks("short-sleep", "processpool.example1.SleepWait", "-Dseconds=2")
              .drawn("short-sleep.svg"),
          tasks("close-join", "processpool.example2.CloseJoin").drawn("close-join.svg"),
          tasks("get-results", "processpool.example3.GetResults").drawn("get-results.svg"),
          tasks("size-1", "processpool.docs.TryASize", "-Dsize=1").drawn("size-1.svg"),
          tasks("size-9", "processpool.docs.TryASize", "-Dsize=9").drawn("size-9.svg"),
          program("costs", "processpool.docs.WhatAProcessCosts"),
          program("join-too-early", "processpool.docs.JoinTooEarly"),
          program("throws", "processpool.docs.ATaskThatThrows"),
          program("kill", "processpool.docs.KillAWorker").drawn("kill.svg"),
          program("methods", "processpool.docs.PoolMethods"),
          program("from-python", "processpool.docs.FromPython"),
          program("differs", "processpool.docs.WhatDiffers"),
          tasks("two-nodes", "processpool.docs.TwoNodes", JGROUPS_LOG),
          program("kill-a-node", "processpool.docs.KillANode", JGROUPS_LOG),
          tasks("watch-a-map", "processpool.docs.WatchAMap"), // the rows of its workers
          program("processes-or-threads", "processpool.docs.ProcessesOrThreads"),
          program("thumbnails", "processpool.docs.Thumbnails"),
          program("words", "processpool.docs.CountWords"),
          program("library", "processpool.docs.TameALibrary"),
          tasks("connection", "processpool.docs.ConnectionPerWorker"),
          tasks("logging", "processpool.docs.LogInWorkers"),
          tasks("sleep-wait-python", "sleep_wait.py"),
          tasks("close-join-python", "close_join.py"),
          tasks("get-results-python", "get_results.py"),
          program("methods-python", "pool_methods.py"));

  private static Scenario program(String id, String program, String... options) {
    return new Scenario(id, program, List.of(options), false, "");
  }

  private static Scenario tasks(String id, String program, String... options) {
    return new Scenario(id, program, List.of(options), true, "");
  }

  private Scenario drawn(String file) {
    return new Scenario(id, program, options, sideBySide, file);
  }

  public static Optional<Scenario> of(String id) {
    return ALL.stream().filter(scenario -> scenario.id.equals(id)).findFirst();
  }

  public boolean python() {
    return program.endsWith(".py");
  }

  /** Where Python 3 is, if it is here: Windows calls it otherwise. */
  static Optional<Path> findPython() {
    List<String> names = List.of("python3", "python3.exe", "python.exe");
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The process that a line asks to have killed; as a rule none. */
  public static Optional<ProcessHandle> toBeKilled(String line) {
    Matcher asked = NUMBER.matcher(line);
    return asked.lookingAt() ? ProcessHandle.of(Long.parseLong(asked.group(1))) : Optional.empty();
  }

  List<String> masked(String output) {
    return sideBySide ? Mask.sorted(output) : Mask.lines(output);
  }

  String run(Path root) throws IOException, InterruptedException {
    return run(root, List.of());
  }

  /** Runs it, and kills the worker that it asks to have killed. */
  String run(Path root, List<String> more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (python()) {
      command.add(findPython().orElseThrow().toString());
      command.add(root.resolve("docs/python").resolve(program).toString());
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(more);
      command.addAll(options);
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), program));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // With it, Python's print sends a line and its end apart, and other processes come between.
    builder.environment().remove("PYTHONUNBUFFERED");
    Process process = builder.start();
    StringBuilder output = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.append(line).append('\n');
        toBeKilled(line).ifPresent(ProcessHandle::destroyForcibly);
      }
    } finally {
      process.destroyForcibly();
    }
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new IOException("it failed: scenario=" + id + ", exitCode=" + exitCode + "\n" + output);
    }
    return output.length() == 0 ? "(nothing)\n" : output.toString();
  }
}
