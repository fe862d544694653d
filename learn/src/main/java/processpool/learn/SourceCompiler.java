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
   * Compiles.
   *
   * @param sources files
   * @param to where the classes go
   * @return the first error, as {@code file:line: what}, or an empty text
   */
  synchronized String compile(List<Path> sources, Path to) throws IOException {
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        javac.getStandardFileManager(problems, Locale.ENGLISH, StandardCharsets.UTF_8)) {
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
      return done ? "" : firstError(problems.getDiagnostics());
    }
  }

  private static String firstError(List<Diagnostic<? extends JavaFileObject>> problems) {
    for (Diagnostic<? extends JavaFileObject> problem : problems) {
      if (problem.getKind() == Diagnostic.Kind.ERROR) {
        JavaFileObject source = problem.getSource();
        String where = source == null ? "" : Path.of(source.getName()).getFileName().toString();
        return where + ":" + problem.getLineNumber() + ": " + problem.getMessage(Locale.ENGLISH);
      }
    }
    return "the compiler failed without saying why";
  }
}
