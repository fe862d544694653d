package processpool.learn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import processpool.learn.Verdict.Kind;
import processpool.lesson.Lesson;

/**
 * Compiles an answer and runs its test in a process of its own. One process is kept ready for the
 * next answer; it serves again only if the last one left nothing behind. For one thread at a time.
 */
final class Judge implements AutoCloseable {
  private final Path project;
  private final Duration limit;
  private final String classPath = System.getProperty("java.class.path", "");
  private final SourceCompiler compiler = new SourceCompiler(classPath);
  private final boolean freshProcesses;
  private @Nullable HostProcess ready;
  private @Nullable HostProcess busy;
  private boolean closed;

  /**
   * A judge.
   *
   * @param project where the tests are
   * @param limit how long an answer's test may take
   * @param freshProcesses whether each answer gets a process that no other answer has seen
   */
  Judge(Path project, Duration limit, boolean freshProcesses) {
    this.project = project;
    this.limit = limit;
    this.freshProcesses = freshProcesses;
  }

  /** Starts the next process now, so that it is warm when it is needed. */
  synchronized void prepare() throws IOException {
    if (!closed && (ready == null || !ready.isAlive())) {
      ready = new HostProcess(classPath);
    }
  }

  /** Judges the learner's file as it is now. */
  Verdict judge(Exercise exercise) throws IOException, InterruptedException {
    Path file = project.resolve(exercise.sourceFile());
    if (!Files.exists(file)) {
      return Verdict.of(Kind.BROKEN, "the file is missing: " + exercise.sourceFile());
    }
    return judge(exercise, Files.readString(file, StandardCharsets.UTF_8));
  }

  /** Judges any answer. */
  Verdict judge(Exercise exercise, String answer) throws IOException, InterruptedException {
    prepare();
    HostProcess host = take();
    boolean clean = false;
    try {
      Path classes = host.newFolder();
      Path source = classes.resolve(exercise.id() + ".java");
      Files.writeString(source, answer, StandardCharsets.UTF_8);
      Path test = project.resolve(exercise.testFile());
      String error = compiler.compile(List.of(source, test), classes);
      if (!error.isEmpty()) {
        clean = true;
        return broken(error);
      }
      Properties report = host.run(exercise.testName(), classes, limit);
      if (report == null) {
        return lost(host);
      }
      clean = !freshProcesses && report.getProperty("left", "").equals("0");
      return verdict(report, Files.readString(test, StandardCharsets.UTF_8), host.output());
    } finally {
      giveBack(host, clean);
    }
  }

  private synchronized HostProcess take() {
    HostProcess host = ready;
    ready = null;
    if (host == null) {
      throw new IllegalStateException("the judge is closed");
    }
    busy = host;
    return host;
  }

  private synchronized void giveBack(HostProcess host, boolean clean) throws IOException {
    busy = null;
    if (clean && ready == null && !closed) {
      ready = host;
    } else {
      host.close();
      prepare();
    }
  }

  private static Verdict broken(String error) {
    String[] parts = error.split(": ", 2);
    return new Verdict(Kind.BROKEN, parts[parts.length - 1], parts[0], "");
  }

  private Verdict lost(HostProcess host) {
    if (host.isAlive()) {
      return new Verdict(
          Kind.ENDLESS,
          "it did not end within "
              + limit.toSeconds()
              + " s and was stopped, with all its workers: is there a loop, or a wait, without an"
              + " end?\n"
              + limit.toSeconds()
              + " 秒内没有结束，已连同所有工作进程一起停掉：是不是有没有尽头的循环或等待？",
          "",
          host.output());
    }
    return new Verdict(
        Kind.DIED,
        "the process that ran your code ended in the middle of it: does it call System.exit?\n"
            + "执行你的代码的进程中途结束了：是不是调用了 System.exit？",
        "",
        host.output());
  }

  private static Verdict verdict(Properties report, String test, String output) {
    String trouble = report.getProperty("trouble");
    if (trouble != null) {
      return Verdict.of(Kind.BROKEN, trouble);
    }
    // The first in the test's own order, which is the order in which to understand them.
    String failed =
        report.stringPropertyNames().stream()
            .filter(name -> name.startsWith("failed."))
            .map(name -> name.substring("failed.".length()))
            .min(Comparator.comparingInt(name -> position(test, name)))
            .orElse("");
    if (failed.isEmpty()) {
      boolean ran = report.stringPropertyNames().stream().anyMatch(n -> n.startsWith("passed."));
      return ran
          ? new Verdict(Kind.PASSED, "", "", output)
          : Verdict.of(Kind.BROKEN, "the test has no test method");
    }
    String message = report.getProperty("failed." + failed, "");
    Kind kind = message.endsWith(Lesson.NOT_DONE_YET) ? Kind.NOT_DONE : Kind.FAILED;
    String type = report.getProperty("type." + failed, "");
    boolean lesson = kind == Kind.NOT_DONE || type.equals(AssertionError.class.getName());
    return new Verdict(
        kind,
        lesson ? message : type + ": " + message,
        report.getProperty("line." + failed, ""),
        output);
  }

  private static int position(String test, String method) {
    int at = test.indexOf(" " + method + "(");
    return at < 0 ? Integer.MAX_VALUE : at;
  }

  /** Ends all processes, also the one that is judging; whoever waits for it gets a verdict. */
  @Override
  public synchronized void close() {
    closed = true;
    for (HostProcess host : new HostProcess[] {ready, busy}) {
      if (host != null) {
        host.close();
      }
    }
    ready = null;
  }
}
