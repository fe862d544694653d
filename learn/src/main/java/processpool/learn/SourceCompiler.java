package processpool.learn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import processpool.learn.labs.Sentence;

/** The JDK's compiler, kept warm in this JVM. */
final class SourceCompiler {
  private final JavaCompiler javac =
      Objects.requireNonNull(
          ToolProvider.getSystemJavaCompiler(),
          "this Java has no compiler: install a JDK, not a JRE, and point JAVA_HOME at it");
  private final String classPath;

  SourceCompiler(String classPath) {
    this.classPath = classPath;
  }

  /**
   * Why something does not compile.
   *
   * @param code the compiler's own name for it
   * @param message what it says; in English twice when this JDK speaks no Chinese
   * @param file the name of the source file; may be empty
   * @param line in that file
   */
  record Problem(String code, Sentence message, String file, long line) {}

  /**
   * Compiles.
   *
   * @param sources files
   * @param to where the classes go
   * @return the first error; null for none
   */
  synchronized @Nullable Problem compile(List<Path> sources, Path to) throws IOException {
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        javac.getStandardFileManager(problems, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "-d",
              to.toString(),
              "-classpath",
              classPath,
              "-proc:none",
              "-g",
              "-parameters",
              "--release",
              "17",
              "-implicit:none",
              "-Xlint:none");
      boolean done =
          javac
              .getTask(
                  null, files, problems, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      return done ? null : firstError(problems.getDiagnostics());
    }
  }

  private static Problem firstError(List<Diagnostic<? extends JavaFileObject>> problems) {
    for (Diagnostic<? extends JavaFileObject> problem : problems) {
      if (problem.getKind() == Diagnostic.Kind.ERROR) {
        JavaFileObject source = problem.getSource();
        String file = source == null ? "" : Path.of(source.getName()).getFileName().toString();
        // Asked for English, a JDK on a Chinese system answers in Chinese; its root is English.
        Sentence message =
            new Sentence(
                problem.getMessage(Locale.ROOT), problem.getMessage(Locale.SIMPLIFIED_CHINESE));
        return new Problem(
            String.valueOf(problem.getCode()), message, file, problem.getLineNumber());
      }
    }
    Sentence silent = new Sentence("the compiler does not say why", "编译器没有说明原因");
    return new Problem("", silent, "", 0);
  }
}
