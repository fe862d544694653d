package processpool.docs.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages quote of the compiler, it says of such code. */
@Timeout(60)
class CompilerMessagesTest {
  private static final Site SITE = new Site(Path.of("..").toAbsolutePath().normalize());

  private static final String PROGRAM =
      """
      import java.util.function.Function;
      import processpool.ProcessPool;

      class Snippet {
        static void nothing(int x) {}

        static void run(ProcessPool pool) %s {
          int changes = 0;
          changes++;
          Function<Integer, Integer> plain = x -> x;
          %s
        }
      }
      """;

  private static String compile(String code, String thrown) {
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return PROGRAM.formatted(thrown, code);
          }
        };
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of("-proc:none", "-classpath", System.getProperty("java.class.path"), "-d", "target");
    boolean compiles =
        ToolProvider.getSystemJavaCompiler()
            .getTask(null, null, found, options, null, List.of(source))
            .call();
    assertThat(compiles).as("it compiles, and should not: %s", code).isFalse();
    return found.getDiagnostics().stream()
        .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
        .map(one -> one.getMessage(Locale.ENGLISH))
        // The compiler's command leaves packages out where no two classes share a name.
        .map(message -> message.replaceAll("\\b([a-z]+\\.)+(?=[A-Z])", ""))
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          System.out.println(pool.apply(x -> x * 2, 21)); | reference to println is ambiguous
          int y = pool.apply(plain, 21); | Function<Integer,Integer> cannot be converted to SerializableFunction
          pool.applyAsync(Snippet::nothing, 21); | bad return type in method reference
          int y = pool.apply(x -> x + changes, 21); | local variables referenced from a lambda expression must be final or effectively final
          var list = pool.map(x -> x, new int[] {1}); | int[] cannot be converted to Iterable
          try (ProcessPool p = pool) { } | ProcessPool cannot be converted to AutoCloseable
          """)
  void theCompilerSaysWhatThePagesQuote(String code, String message) throws IOException {
    assertThat(compile(code, "throws Exception")).contains(message);
    assertQuoted(message);
  }

  @Test
  void theCompilerSaysThatExceptionsAreUnreported() throws IOException {
    assertThat(compile("int y = pool.apply(x -> x * 2, 21);", ""))
        .containsPattern("unreported exception .* must be caught or declared to be thrown");
    assertQuoted("unreported exception … must be caught or declared to be thrown");
  }

  private static void assertQuoted(String message) throws IOException {
    for (Path page :
        List.of(SITE.english("troubleshooting.md"), SITE.chinese("troubleshooting.md"))) {
      assertThat(Page.read(page).codes).as(SITE.name(page)).contains(message);
    }
  }
}
