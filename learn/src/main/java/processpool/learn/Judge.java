package processpool.learn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import processpool.learn.Verdict.Advice;
import processpool.learn.Verdict.Kind;
import processpool.lesson.Lesson;

/**
 * Compiles an answer and runs its test in a process of its own. One process is kept ready for the
 * next answer; it serves again only if the last one left nothing behind. For one thread at a time.
 */
final class Judge implements AutoCloseable {
  private final Path project;
  private final Duration limit;
  private final String classPath;
  private final SourceCompiler compiler;
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
    this(project, limit, freshProcesses, System.getProperty("java.class.path", ""));
  }

  /** With what this class path has, and no exercises that it may have, too. */
  Judge(Path project, Duration limit, boolean freshProcesses, String classPath) {
    this.project = project;
    this.limit = limit;
    this.freshProcesses = freshProcesses;
    this.classPath = ClassPath.withoutExercises(classPath);
    this.compiler = new SourceCompiler(this.classPath);
  }

  /** Starts the next process now, so that it is warm when it is needed. */
  synchronized void prepare() throws IOException {
    if (!closed && (ready == null || !ready.isAlive())) {
      ready = new HostProcess(classPath);
    }
  }

  /** Judges the learner's file as it is now; whatever happens, there is a verdict. */
  Verdict judge(Exercise exercise) throws InterruptedException {
    try {
      Saved saved = Saved.read(project.resolve(exercise.sourceFile()));
      return switch (saved.form()) {
        case UTF_8 -> judge(exercise, saved.text());
        case UTF_8_MARKED -> judge(exercise, saved.text()).with(Advice.of("encoding.mark"));
        case UTF_16 -> Verdict.advised(Kind.NOT_JUDGED, "", Advice.of("encoding.utf16"));
        case OTHER -> Verdict.advised(Kind.NOT_JUDGED, "", Advice.of("encoding.other"));
        case MISSING -> Verdict.advised(Kind.NOT_JUDGED, "", Advice.of("file.missing"));
      };
    } catch (IOException | RuntimeException e) {
      return Verdict.advised(Kind.NOT_JUDGED, "", Advice.of("runner.failed", e));
    }
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
      SourceCompiler.Problem problem = compiler.compile(List.of(source, test), classes);
      if (problem != null) {
        clean = true;
        return broken(problem, exercise, answer);
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

  private static Verdict broken(SourceCompiler.Problem problem, Exercise exercise, String answer) {
    Verdict broken =
        new Verdict(
            Kind.BROKEN, problem.message(), where(problem, exercise, answer), "", List.of());
    FullWidth.Found found = FullWidth.in(answer);
    if (found != null) {
      String unicode = String.format(Locale.ROOT, "U+%04X", (int) found.character());
      return broken.with(
          found.invisible()
              ? Advice.of("broken.invisible", found.line(), unicode)
              : Advice.of("broken.wide", found.line(), found.character(), found.java()));
    }
    String line = MissingImport.of(problem.message().english());
    if (!line.isEmpty()) {
      return broken.with(Advice.of("broken.import", line));
    }
    if (problem.file().equals(exercise.testFile().getFileName().toString())) {
      return broken.with(Advice.of("broken.test"));
    }
    boolean symbol = problem.code().startsWith("compiler.err.cant.resolve");
    return symbol ? broken.with(Advice.of("broken.symbol")) : broken;
  }

  /** File, line, and what the learner wrote there. */
  private static String where(SourceCompiler.Problem problem, Exercise exercise, String answer) {
    String at = problem.file() + ":" + problem.line();
    if (!problem.file().equals(exercise.sourceFile().getFileName().toString())) {
      return problem.file().isEmpty() ? "" : at;
    }
    Stream<String> from = answer.lines().skip(Math.max(0, problem.line() - 1));
    return at + ": " + from.findFirst().orElse("").strip();
  }

  private Verdict lost(HostProcess host) {
    return host.isAlive()
        ? Verdict.advised(Kind.ENDLESS, host.output(), Advice.of("endless.why", limit.toSeconds()))
        : Verdict.advised(Kind.DIED, host.output(), Advice.of("died.why"));
  }

  private static Verdict verdict(Properties report, String test, String output) {
    String trouble = report.getProperty("trouble");
    if (trouble != null) {
      return Verdict.advised(Kind.NOT_JUDGED, output, Advice.of("runner.failed", trouble));
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
          ? Verdict.of(Kind.PASSED, "", "", output)
          : Verdict.advised(Kind.NOT_JUDGED, output, Advice.of("test.empty"));
    }
    String message = report.getProperty("failed." + failed, "");
    Kind kind = message.endsWith(Lesson.NOT_DONE_YET) ? Kind.NOT_DONE : Kind.FAILED;
    String type = report.getProperty("type." + failed, "");
    boolean lesson = kind == Kind.NOT_DONE || type.equals(AssertionError.class.getName());
    return Verdict.of(
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
